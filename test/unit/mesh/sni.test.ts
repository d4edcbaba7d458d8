import test from 'ava';
import type {Istioctl} from '../../../src/drivers/istioctl/istioctl.js';
import type {Kube} from '../../../src/drivers/kube/kube.js';
import {sniStep} from '../../../src/mesh/sni.js';
import {clusterNamed, type Plan} from '../../../src/plan/plan.js';
import {FakeClock} from '../../fakes/clock.js';
import {untouchable, untouchableDrivers} from '../../fakes/drivers.js';
import {chapterPlan, samplePlan} from '../../helpers/chapter.js';
import {quietContext} from '../../helpers/world.js';

const plan = chapterPlan();
const BOOTSTRAP = ['prometheus_stats', 'agent', 'xds-grpc'];
const PASSED_OVER = [
  ...BOOTSTRAP,
  'BlackHoleCluster',
  'outbound|80||catalog.istioinaction.svc.cluster.local',
];
const WHOLE = [...PASSED_OVER, 'outbound_.80_._.catalog.istioinaction.svc.cluster.local'];

/** A gateway whose proxy says this at a moment, in ms; undefined where it does not answer. */
function gateway(says: (nowMs: number) => readonly string[] | undefined) {
  const clock = new FakeClock();
  const patched: number[] = [];
  const istioctl = untouchable<Istioctl>('istioctl', {
    proxyConfig: () => {
      const names = says(clock.nowMs());
      return names === undefined
        ? Promise.reject(new Error('no pod runs'))
        : Promise.resolve(names.map((name) => ({name})));
    },
  });
  const kube = untouchable<Kube>('kube', {
    patch: () => {
      patched.push(clock.nowMs());
      return Promise.resolve();
    },
  });
  const drivers = {...untouchableDrivers(), clock, istioctl, kubeFor: () => kube};
  return {step: sniStep(plan, clusterNamed(plan, 'east'), drivers), patched};
}

test('a gateway that comes up after a restart of its node is waited for, not started anew', async (t) => {
  const {step, patched} = gateway((nowMs) =>
    nowMs < 20_000 ? undefined : nowMs < 30_000 ? BOOTSTRAP : nowMs < 35_000 ? PASSED_OVER : WHOLE,
  );
  await step.run(quietContext);
  t.deepEqual(patched, []);
  t.true((await step.done(quietContext)).done);
});

test('one that is connected and was passed over is started anew, soon', async (t) => {
  const {step, patched} = gateway(() => PASSED_OVER);
  t.deepEqual(await step.done(quietContext).then(({done, seen}) => ({done, seen})), {
    done: false,
    seen: '0 SNI clusters, 0 of istioinaction',
  });
  await step.run(quietContext);
  t.is(patched.length, 1);
  t.true((patched[0] ?? 0) <= 12_000, `after ${patched[0]} ms`);
});

test('one that never connects is started anew at the end', async (t) => {
  const {step, patched} = gateway(() => undefined);
  await step.run(quietContext);
  t.is(patched.length, 1);
});

const ISTIOS = 'outbound_.443_._.istiod.istio-system.svc.cluster.local';
const SNI_OF_OWN = 'outbound_.80_._.catalog.istioinaction.svc.cluster.local';

/** Whether a gateway with these SNI clusters has what it must have. */
async function isDone(names: readonly string[], plan: Plan, apps?: readonly string[]): Promise<boolean> {
  const cluster = clusterNamed(plan, 'west');
  const istioctl = {proxyConfig: () => Promise.resolve(names.map((name) => ({name})))};
  const drivers = {...untouchableDrivers(), istioctl: untouchable<Istioctl>('istioctl', istioctl)};
  const step = sniStep(plan, {...cluster, apps: apps ?? cluster.apps}, drivers);
  return (await step.done(quietContext)).done;
}

test('a cluster with Services of the lab wants an SNI cluster of them, with one cluster as with three', async (t) => {
  for (const plan of [chapterPlan(), samplePlan('one'), samplePlan('three')]) {
    t.true(await isDone([ISTIOS, SNI_OF_OWN], plan));
    t.false(await isDone([ISTIOS], plan));
  }
});

test('a cluster without apps is not waited for in vain, but a gateway without any SNI cluster is ill', async (t) => {
  t.true(await isDone([ISTIOS], chapterPlan(), []));
  t.false(await isDone(['BlackHoleCluster'], chapterPlan(), []));
});
