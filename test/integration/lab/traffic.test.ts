// Needs: the lab of chapter 12, up, or with LAB=labs/upgrade.yaml that one, with its kubeconfigs in the working directory.
import test from 'ava';
import {worldOf} from '../../../src/cli/world.js';
import type {KubeRef} from '../../../src/drivers/kube/kube.js';
import {parseManifest} from '../../../src/drivers/kube/manifest.js';
import {runSteps} from '../../../src/engine/run-steps.js';
import {undoSteps} from '../../../src/engine/undo-steps.js';
import {gatewayFiles} from '../../../src/mesh/install.js';
import {ISTIO_SYSTEM} from '../../../src/plan/plan.js';
import type {Bench} from '../../../src/scenario/bench.js';
import {deploymentRef, restartPods} from '../../../src/scenario/deployment.js';
import {leftoversSince} from '../../../src/scenario/leftovers.js';
import {snapshotOf} from '../../../src/scenario/snapshot.js';
import {
  judgeTraffic,
  startTraffic,
  totalOf,
  TRAFFIC_NAMESPACE,
  trafficSteps,
  waitReplacedGone,
  type TrafficFigures,
} from '../../../src/traffic/index.js';
import {runningLab, type RunningLab} from '../../helpers/running-lab.js';

const LAB = process.env['LAB'] ?? 'ch12/lab.yaml';
const QUIET_MS = 10_000;
const {signal} = new AbortController();
let lab: RunningLab;

test.before('the lab is up', async () => {
  lab = await runningLab(LAB);
});

/** Replaces the pods of Deployments in every cluster at once, and waits until the old ones have ended. */
async function replaced(bench: Bench, refOf: (cluster: string) => readonly KubeRef[]): Promise<void> {
  const names = bench.plan.clusters.map(({name}) => name);
  await Promise.all(
    names.flatMap((name) => refOf(name).map((ref) => restartPods(bench.kube(name), ref, bench))),
  );
  await waitReplacedGone(bench, names, {signal});
}

function table(figures: TrafficFigures): string {
  return figures.flows
    .flatMap(({flow, phases}) =>
      Object.entries(phases).map(([phase, found]) => `${flow.name} ${phase}: ${JSON.stringify(found)}`),
    )
    .join('\n');
}

test.serial('gateways and workloads are replaced under traffic: what that costs is seen', async (t) => {
  t.timeout(15 * 60_000);
  const {plan, drivers} = lab;
  const {clock} = drivers;
  const world = worldOf(lab);
  const bench: Bench = {...world, signal, say: () => undefined};
  const emit = () => undefined;
  const steps = trafficSteps(plan, drivers);
  // Of a test that was killed.
  await undoSteps(steps, {signal, clock, emit});
  const before = await snapshotOf(world);
  t.teardown(() => undoSteps(steps, {signal, clock, emit}));
  await runSteps(steps, {signal, clock, emit, lanes: {}});
  t.deepEqual(
    (await runSteps(steps, {signal, clock, emit, lanes: {}})).made,
    [],
    'a second time all is there',
  );

  const traffic = await startTraffic(world, {signal, phase: 'before'});
  await clock.sleep(QUIET_MS);
  await traffic.begin('gateways');
  await replaced(bench, () =>
    ['istio-ingressgateway', 'istio-eastwestgateway'].map((name) => deploymentRef(name, ISTIO_SYSTEM)),
  );
  await traffic.begin('workloads');
  await replaced(bench, (name) => [deploymentRef(`echo-${name}`, TRAFFIC_NAMESPACE)]);
  await traffic.begin('after');
  await clock.sleep(QUIET_MS);
  const figures = await traffic.stop();
  t.log(table(figures));

  t.deepEqual(figures.phases, ['before', 'gateways', 'workloads', 'after']);
  t.deepEqual(judgeTraffic(figures, {phases: ['before', 'after'], minCalls: 1500}).reasons, []);
  const {failed, kinds, lateMs} = totalOf(figures);
  t.true(lateMs <= 500, `the caller was late by ${lateMs} ms`);
  if (plan.continuity === undefined) t.true(failed > 0, 'an instrument that sees no loss proves nothing');
  else t.deepEqual([failed, kinds], [0, {}]);

  await undoSteps(steps, {signal, clock, emit});
  t.deepEqual(await leftoversSince(before, world, signal), []);
});

test.serial('what continuity lays over the east-west gateway leaves it what the lab says', async (t) => {
  const {plan, drivers, west} = lab;
  const continuity = {replicas: 2, preStopSeconds: 5, drainSeconds: 5};
  const files = await gatewayFiles({...plan, continuity}, west.eastWestGateway);
  const objects = parseManifest('istioctl', await drivers.istioctl.manifest(files, [], signal));
  const gateway = objects.find(({kind}) => kind === 'Deployment');
  const spec = gateway?.['spec'] as Deployment;
  const [proxy] = spec.template.spec.containers;
  t.is(spec.replicas, 2);
  t.like(Object.fromEntries((proxy?.env ?? []).map(({name, value}) => [name, value])), {
    ISTIO_META_ROUTER_MODE: 'sni-dnat',
    ISTIO_META_REQUESTED_NETWORK_VIEW: west.network,
    EXIT_ON_ZERO_ACTIVE_CONNECTIONS: 'true',
    MINIMUM_DRAIN_DURATION: '5s',
  });
  t.deepEqual(
    objects.filter(({kind}) => kind === 'HorizontalPodAutoscaler'),
    [],
  );
});

interface Deployment {
  readonly replicas: number;
  readonly template: {
    readonly spec: {
      readonly containers: readonly {
        readonly env: readonly {readonly name: string; readonly value?: string}[];
      }[];
    };
  };
}
