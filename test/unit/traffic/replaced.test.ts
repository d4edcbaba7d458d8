import test from 'ava';
import type {Kube, KubeObject} from '../../../src/drivers/kube/kube.js';
import {waitReplacedGone} from '../../../src/traffic/index.js';
import {endingPods} from '../../../src/traffic/replaced.js';
import {FakeClock} from '../../fakes/clock.js';
import {untouchable} from '../../fakes/drivers.js';
import {chapterPlan} from '../../helpers/chapter.js';
import {refusal} from '../../helpers/error.js';

const plan = chapterPlan();
const pod = (namespace: string, name: string, ending: boolean): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {namespace, name, ...(ending ? {deletionTimestamp: '2026-01-01T00:00:00Z'} : {})},
});
const OLD_GATEWAY = pod('istio-system', 'istio-ingressgateway-old', true);
const NEW_GATEWAY = pod('istio-system', 'istio-ingressgateway-new', false);

test('pods of the mesh, the apps and the traffic that are ending are found; others are not waited for', (t) => {
  const pods = [
    OLD_GATEWAY,
    NEW_GATEWAY,
    pod('istioinaction', 'webapp-old', true),
    pod('eastwest-traffic', 'echo-west-old', true),
    pod('default', 'mine', true),
  ];
  t.deepEqual(endingPods(pods, plan, 'west'), [
    'west/istio-ingressgateway-old',
    'west/webapp-old',
    'west/echo-west-old',
  ]);
});

/** Clusters whose pods change with each look; the last list stays. */
function looks(...lists: readonly (readonly KubeObject[])[]) {
  let look = 0;
  const kube = untouchable<Kube>('kube', {
    list: () => Promise.resolve(lists[Math.min(look++, lists.length - 1)] ?? []),
  });
  return {plan, kube: () => kube, clock: new FakeClock()};
}

const {signal} = new AbortController();

test('it waits for the last one, and says for whom', async (t) => {
  const world = looks([OLD_GATEWAY, NEW_GATEWAY], [OLD_GATEWAY], [NEW_GATEWAY]);
  const said: string[] = [];
  await waitReplacedGone(world, ['west'], {signal, say: (text) => said.push(text)});
  t.deepEqual(said, ['still ending: west/istio-ingressgateway-old']);
  t.is(world.clock.slept.length, 2);
});

test('a pod that never goes is named', async (t) => {
  const error = await refusal(t, waitReplacedGone(looks([OLD_GATEWAY]), ['west'], {signal}));
  t.is(error.code, 'WAIT-TIMED-OUT');
  t.regex(error.message, /istio-ingressgateway-old/);
});
