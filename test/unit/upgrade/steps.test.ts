import test from 'ava';
import {checkGraph} from '../../../src/engine/graph.js';
import type {Kube, KubeObject} from '../../../src/drivers/kube/kube.js';
import {HopelessError} from '../../../src/base/wait-for.js';
import {withIstio} from '../../../src/plan/istio.js';
import {clusterNamed} from '../../../src/plan/plan.js';
import {moveSteps} from '../../../src/upgrade/steps/move.js';
import {namespacesStep} from '../../../src/upgrade/steps/namespaces.js';
import {onlyIn, removedStep} from '../../../src/upgrade/steps/removed.js';
import {goneStep} from '../../../src/upgrade/steps/gone.js';
import {workloadsStep} from '../../../src/upgrade/steps/workloads.js';
import {untouchable, untouchableDrivers} from '../../fakes/drivers.js';
import {hopLab} from '../../fakes/hop-lab.js';
import {chapterPlan, SUPPLIED} from '../../helpers/chapter.js';
import {hopTo, OTHERWISE, runNew} from '../../helpers/hops.js';
import {tempFolder} from '../../helpers/temp-folder.js';
import {quietContext} from '../../helpers/world.js';

const AT_18 = {version: '1.18.2', revision: '1-18-2'};
const plan = chapterPlan();
const west = clusterNamed(withIstio(plan, 'west', AT_18), 'west');

function idsOf(strategy: 'canary' | 'in-place', stock = true): readonly string[] {
  const proxy = stock ? SUPPLIED.proxy : ({kind: 'istio-proxy', version: '1.17.5'} as const);
  const target = strategy === 'canary' ? AT_18 : {version: '1.18.2'};
  const move = {
    plan: chapterPlan({...SUPPLIED, proxy}),
    cluster: 'west',
    source: {version: '1.17.5'},
    target,
    strategy,
  };
  const steps = moveSteps(move, untouchableDrivers());
  t0(steps);
  return steps.map(({id}) => id);
}

/** A move is sound by itself: whatever its steps need is among them, each after the one before. */
function t0(steps: ReturnType<typeof moveSteps>): void {
  checkGraph(steps);
  for (const [place, {needs}] of steps.entries()) {
    const before = place === 0 ? [] : [steps[place - 1]?.id];
    if (JSON.stringify(needs) !== JSON.stringify(before))
      throw new Error(`${steps[place]?.id} needs ${needs.join()}`);
  }
}

test('by revision: istiod alone, its tag, namespaces, workloads, and the gateways last', (t) => {
  t.deepEqual(idsOf('canary'), [
    'mesh.west.stock-envoy',
    'upgrade.west.istiod',
    'mesh.west.istiod',
    'mesh.west.tag',
    'upgrade.west.namespaces',
    'upgrade.west.workloads',
    'mesh.west.east-west',
    'mesh.west.sni',
    'mesh.west.control-plane',
    'mesh.west.ingress-port',
    'mesh.west.addresses',
    'mesh.west.proxy',
    'upgrade.west.tag',
    'upgrade.west.gone',
    'upgrade.west.stock-envoy',
    'upgrade.west.noted',
  ]);
});

test('in place: control plane and its gateway, then workloads, then the east-west gateway; no tag is set', (t) => {
  t.deepEqual(idsOf('in-place', false), [
    'mesh.west.control-plane',
    'mesh.west.ingress-port',
    'mesh.west.addresses',
    'mesh.west.proxy',
    'upgrade.west.istiod',
    'upgrade.west.workloads',
    'mesh.west.east-west',
    'mesh.west.sni',
    'upgrade.west.gone',
    'upgrade.west.noted',
  ]);
});

const pod = (
  name: string,
  version: string,
  revision: string | undefined,
  namespace = 'istioinaction',
): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {
    name: `${name}-1`,
    namespace,
    labels: {app: name},
    ...(revision === undefined ? {} : {annotations: {'sidecar.istio.io/status': JSON.stringify({revision})}}),
  },
  spec: {containers: [{name: 'istio-proxy', image: `docker.io/istio/proxyv2:${version}`}]},
  status: {phase: 'Running'},
});
const maker = (name: string, kind = 'Deployment', namespace = 'istioinaction'): KubeObject => ({
  apiVersion: 'apps/v1',
  kind,
  metadata: {name, namespace},
  spec: {selector: {matchLabels: {app: name}}},
  status: {replicas: 1, updatedReplicas: 1, availableReplicas: 1, desiredNumberScheduled: 1, numberReady: 1},
});

function cluster(objects: readonly KubeObject[]) {
  const patched: string[] = [];
  const kube = untouchable<Kube>('kube', {
    list: (_apiVersion, kind) => Promise.resolve(objects.filter((one) => one.kind === kind)),
    get: (ref) =>
      Promise.resolve(
        objects.find(({kind, metadata}) => kind === ref.kind && metadata.name === ref.metadata.name),
      ),
    patch: async ({kind, metadata}, change) =>
      void patched.push(`${kind} ${metadata.name} ${JSON.stringify(change)}`),
  });
  return {drivers: {...untouchableDrivers(), kubeFor: () => kube}, patched};
}

test('what makes pods of another version or control plane is started anew, whatever it is, and nothing else', async (t) => {
  const {drivers, patched} = cluster([
    ...[pod('old', '1.17.5', 'default'), maker('old')],
    ...[pod('other', '1.18.2', 'default'), maker('other', 'StatefulSet')],
    ...[pod('new', '1.18.2', '1-18-2'), maker('new')],
    ...[
      pod('istio-ingressgateway', '1.17.5', undefined, 'istio-system'),
      maker('istio-ingressgateway', 'Deployment', 'istio-system'),
    ],
    ...[
      pod('injected', '1.17.5', 'default', 'edge'),
      maker('injected', 'DaemonSet', 'edge'),
      maker('injected'),
    ],
  ]);
  const step = workloadsStep(west, drivers);
  const look = await step.done(quietContext);
  t.deepEqual([look.done, look.seen], [false, 'of another: old-1, other-1, injected-1']);
  await step.run(quietContext);
  t.deepEqual(patched.map((line) => line.split(' ').slice(0, 2).join(' ')).sort(), [
    'DaemonSet injected',
    'Deployment old',
    'StatefulSet other',
  ]);
  t.regex(patched[0] ?? '', /kubectl\.kubernetes\.io\/restartedAt/);
});

test('workloads are there only once they are rolled out', async (t) => {
  const waiting = {...maker('new'), status: {replicas: 2, updatedReplicas: 1, availableReplicas: 1}};
  const {drivers} = cluster([pod('new', '1.18.2', '1-18-2'), waiting]);
  t.false((await workloadsStep(west, drivers).done(quietContext)).done);
});

test('a new pod that can never start ends the waiting', async (t) => {
  const stuck = {
    ...pod('new', '1.18.2', '1-18-2'),
    status: {
      phase: 'Pending',
      containerStatuses: [{name: 'istio-proxy', state: {waiting: {reason: 'ErrImageNeverPull'}}}],
    },
  };
  const {drivers} = cluster([pod('old', '1.17.5', 'default'), stuck, maker('old')]);
  await t.throwsAsync(workloadsStep(west, drivers).done(quietContext), {instanceOf: HopelessError});
});

test('a namespace that names the revision which is left names the other one; those of the tag stay', async (t) => {
  const namespace = (name: string, labels: Readonly<Record<string, string>>): KubeObject => ({
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: {name, labels},
  });
  const {drivers, patched} = cluster([
    namespace('a', {'istio.io/rev': '1-17-5'}),
    namespace('b', {'istio.io/rev': 'default'}),
    namespace('c', {'istio-injection': 'enabled'}),
  ]);
  const step = namespacesStep(west, {version: '1.17.5', revision: '1-17-5'}, drivers);
  t.false((await step.done(quietContext)).done);
  await step.run(quietContext);
  t.deepEqual(patched, ['Namespace a {"metadata":{"labels":{"istio.io/rev":"1-18-2"}}}']);
  t.true(
    (await namespacesStep(west, {version: '1.17.5'}, drivers).done(quietContext)).done,
    'without a revision all follow the tag',
  );
});

test('a cluster has moved only once no pod with a proxy is ending any more', async (t) => {
  const ending = {...pod('old', '1.17.5', 'default')};
  const gone = {...ending, metadata: {...ending.metadata, deletionTimestamp: '2026-01-01T00:00:00Z'}};
  t.deepEqual(await goneStep(west, cluster([gone]).drivers).done(quietContext), {
    done: false,
    seen: 'still ending: old-1',
  });
  t.true((await goneStep(west, cluster([ending]).drivers).done(quietContext)).done);
});

test('only what the other installation does not have is taken away, and never what people hang their own from', (t) => {
  const ref = (kind: string, name: string, namespace?: string) => ({
    apiVersion: 'v1',
    kind,
    metadata: {name, ...(namespace === undefined ? {} : {namespace})},
  });
  const first = [
    ref('Service', 'istiod', 'a'),
    ref('Service', 'shared', 'a'),
    ref('CustomResourceDefinition', 'x'),
    ref('Namespace', 'n'),
  ];
  t.deepEqual(onlyIn(first, [ref('Service', 'shared', 'a')]), [ref('Service', 'istiod', 'a')]);
});

test('a revision that something still hangs from is not removed', async (t) => {
  const lab = await hopLab(await tempFolder(t));
  await runNew(hopTo('1.18.2', lab), lab, OTHERWISE);
  const now = lab.plan.clusters.reduce((one, {name}) => withIstio(one, name, AT_18), lab.plan);
  const removed = () =>
    removedStep({plan: now, cluster: 'west', gone: {version: '1.17.5'}, strategy: 'canary'}, lab.drivers);
  const store = lab.stores.get('west');
  const gateway = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: {name: 'istio-ingressgateway', namespace: 'istio-system', labels: {'istio.io/rev': 'default'}},
  };
  store?.apply(gateway);
  const error = await t.throwsAsync(removed().run(quietContext), {instanceOf: HopelessError});
  t.is(error.code, 'UPGRADE-STILL-USED');
  t.regex(error.message, /Deployment istio-system\/istio-ingressgateway/);
  t.true(
    store?.list('Deployment').some(({metadata}) => metadata.name === 'istiod'),
    'nothing was touched',
  );
  store?.apply({...gateway, metadata: {...gateway.metadata, labels: {'istio.io/rev': '1-18-2'}}});
  await removed().run(quietContext);
  t.true((await removed().done(quietContext)).done);
});
