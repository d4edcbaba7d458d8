import test from 'ava';
import {
  compare,
  normalise,
  readState,
  stateText,
  takeConfiguration,
  takeState,
} from '../../../src/differences/index.js';
import type {ClusterIstio, MeshConfiguration} from '../../../src/differences/state.js';
import {KEY} from '../../helpers/envoy-dump.js';
import {meshLab, type MeshGiven} from '../../helpers/mesh-lab.js';

const {signal} = new AbortController();

const take = (given: MeshGiven): Promise<MeshConfiguration> =>
  takeConfiguration(meshLab(given), {signal, ...(given.istio === undefined ? {} : {istio: given.istio})});

const both = (istio: ClusterIstio): Readonly<Record<string, ClusterIstio>> => ({west: istio, east: istio});

test('two looks at an unchanged mesh differ in nothing, whatever was drawn by lot in between', async (t) => {
  const [one, other] = await Promise.all([take({lot: 1}), take({lot: 2})]);
  t.notDeepEqual(one.parts, other.parts, 'nothing was drawn by lot');
  t.deepEqual(compare(one, other), []);
});

test('the number of pods behind a service is no difference, that of a gateway’s replicas is one of its Deployment', async (t) => {
  const found = compare(await take({lot: 1}), await take({lot: 2, replicas: 2}));
  t.deepEqual(
    found.map(({where, path, before, after}) => [where.of[0], path, before, after]),
    [
      ['east: Deployment istio-system/istio-eastwestgateway', 'spec.replicas', '1', '2'],
      ['east: Deployment istio-system/istio-ingressgateway', 'spec.replicas', '1', '2'],
    ],
  );
});

const OLD = {version: '1.17.5'};
const NEW = {version: '1.17.5', revision: '1-17-5'};

test('a hop to the same version by revision differs in nothing, in one cluster, in both, and once the old is removed', async (t) => {
  const before = await take({lot: 1});
  const mixed = await take({lot: 2, istio: {west: {...NEW, leaving: OLD}, east: OLD}});
  const after = await take({lot: 3, istio: both({...NEW, leaving: OLD})});
  const removed = await take({lot: 4, istio: both(NEW)});
  t.deepEqual(compare(before, mixed), []);
  t.deepEqual(compare(before, after), []);
  t.deepEqual(compare(before, removed), []);
});

test('a hop from revision to revision, and back to none, differs in nothing', async (t) => {
  const other = {version: '1.17.5', revision: 'canary'};
  const before = await take({lot: 1, istio: both(NEW)});
  const after = await take({lot: 2, istio: both({...other, leaving: NEW})});
  const back = await take({lot: 3, istio: both({...OLD, leaving: other})});
  t.deepEqual(compare(before, after), []);
  t.deepEqual(compare(after, back), []);
});

test('a hop in place to the same version differs in nothing', async (t) => {
  t.deepEqual(compare(await take({lot: 5}), await take({lot: 6, istio: both(OLD)})), []);
});

test('what follows from the hop itself is put aside with its name, not silently', async (t) => {
  const {setAside} = normalise(await take({lot: 2, istio: both({...NEW, leaving: OLD})}));
  const said = setAside.map(({what}) => what);
  for (const what of [
    'istiod-1-17-5 as the name of a control plane',
    'the revision 1-17-5 in names',
    'the version 1.17.5',
    'Deployments of the leaving control plane',
  ])
    t.true(said.includes(what), `${what}: ${said.join('; ')}`);
  t.true(setAside.every(({texts}) => texts > 0));
});

test('a revision that is not the hop’s own is no noise', async (t) => {
  const found = compare(
    await take({lot: 1}),
    await take({lot: 2, proxies: {west: {version: '1.17.5', revision: 'other'}}}),
  );
  t.true(found.length > 0);
  t.true(found.some(({known, alarm}) => known === 'proxy-left-behind' && alarm));
});

test('normalise is idempotent', async (t) => {
  for (const istio of [
    both(OLD),
    both(NEW),
    {west: {...NEW, leaving: OLD}, east: OLD},
    both({...OLD, leaving: NEW}),
  ]) {
    const once = normalise(await take({lot: 3, replicas: 2, istio}));
    t.deepEqual(normalise(once), once);
  }
});

test('a state is a file and back the same, and nothing in it is secret', async (t) => {
  const state = await takeState(meshLab({lot: 7}), {signal, name: 'before'});
  const text = stateText(state);
  t.deepEqual(readState(text, 'before.json'), state);
  t.false(text.includes('PRIVATE KEY'));
  t.false(text.includes(KEY.split('\n')[1] ?? ''));
  t.false(text.includes('BEGIN CERTIFICATE'));
  t.true(text.includes('certificate '));
});

test('a file that is not whole is told with its place', (t) => {
  const damaged = (text: string): string => {
    const error = t.throws(() => readState(text, 'mixed.json'), {code: 'STATE-DAMAGED'});
    return error.message;
  };
  t.is(damaged('{"format": 1'), 'mixed.json: not JSON; was the run killed while it wrote?');
  t.regex(damaged('{"format": 2}'), /^mixed\.json: format: /);
});
