import test from 'ava';
import {directFor} from '../../../src/clusters/direct.js';
import {pastProxy} from '../../../src/drivers/kind/kind-cli.js';
import {chapterPlan} from '../../helpers/chapter.js';

const PROXY = {HTTPS_PROXY: 'proxy.example:3128'};

test("the nodes reach all clusters' pods, Services and nodes past a company's proxy", (t) => {
  const plan = chapterPlan();
  const direct = directFor(plan, '172.18.0.0/16');
  for (const {node, podSubnet, serviceSubnet} of plan.clusters) {
    for (const one of [node, podSubnet, serviceSubnet]) t.true(direct.includes(one), one);
  }
  t.true(direct.includes('172.18.0.0/16'));
  t.false(directFor(plan, '').includes(''));
});

test('what the environment leaves out of its proxy stays left out', (t) => {
  const {NO_PROXY, no_proxy: lower} = pastProxy(['10.10.0.0/16', 'west-control-plane'], {
    ...PROXY,
    NO_PROXY: 'intranet.example,10.10.0.0/16',
  });
  t.is(NO_PROXY, 'intranet.example,10.10.0.0/16,west-control-plane');
  t.is(lower, NO_PROXY);
});

test('without a proxy nothing is set', (t) => {
  t.deepEqual(pastProxy(['10.10.0.0/16'], {HTTP_PROXY: '', NO_PROXY: 'x'}), {});
});

test('what the environment leaves out of its proxy stays left out, in whichever spelling it stands', (t) => {
  const env = {HTTPS_PROXY: 'proxy.example:3128', NO_PROXY: '', no_proxy: 'intra.example'};
  t.is(pastProxy(['10.1.0.0/16'], env)['NO_PROXY'], 'intra.example,10.1.0.0/16');
});
