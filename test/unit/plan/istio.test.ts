import test from 'ava';
import {EastwestError} from '../../../src/base/errors.js';
import {
  byNumber,
  isIstiod,
  istioctlIn,
  istioctlPath,
  istiodName,
  istioVersions,
  latestOf,
  revisionLabel,
  withIstio,
} from '../../../src/plan/istio.js';
import {chapterPlan} from '../../helpers/chapter.js';

const plan = chapterPlan();
const AT_18 = {version: '1.18.2', revision: '1-18-2'};

test('every cluster is planned to be what the lab is made with', (t) => {
  t.deepEqual(
    plan.clusters.map(({istio}) => istio),
    [{version: '1.17.5'}, {version: '1.17.5'}],
  );
  t.deepEqual(istioVersions(plan), ['1.17.5']);
});

test('one cluster can be planned to be another mesh; the others and what the lab is made of stay', (t) => {
  const mixed = withIstio(plan, 'east', AT_18);
  t.deepEqual(
    mixed.clusters.map(({istio}) => istio),
    [{version: '1.17.5'}, AT_18],
  );
  t.is(mixed.versions.istio, '1.17.5');
  t.deepEqual(istioVersions(mixed), ['1.17.5', '1.18.2']);
  t.is(latestOf(mixed), '1.18.2');
});

test('names of a control plane end in its revision', (t) => {
  t.deepEqual(
    [istiodName({istio: {version: '1.17.5'}}), istiodName({istio: AT_18})],
    ['istiod', 'istiod-1-18-2'],
  );
  t.deepEqual([revisionLabel({version: '1.17.5'}), revisionLabel(AT_18)], ['default', '1-18-2']);
  t.deepEqual(['istiod', 'istiod-1-18-2', 'istiodx', 'webapp'].map(isIstiod), [true, true, false, false]);
});

test('versions are compared by their numbers', (t) => {
  t.true(byNumber('1.9.0', '1.18.2') < 0);
  t.true(byNumber('1.18.10', '1.18.2') > 0);
  t.is(byNumber('1.18.2', '1.18.2'), 0);
});

test('istioctl is that of the version, where the supply has it', (t) => {
  t.is(istioctlPath(plan, '1.17.5'), plan.supplied.tools.istioctl);
  t.is(istioctlPath(plan, '1.18.2'), '/tools/istio-1.18.2/istioctl');
  t.is(istioctlIn(plan, '1.99.0'), undefined);
  const error = t.throws(() => istioctlPath(plan, '1.99.0'), {instanceOf: EastwestError});
  t.is(error.code, 'UPGRADE-NOT-AT-HAND');
});
