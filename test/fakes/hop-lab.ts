import type {Docker} from '../../src/drivers/docker/docker.js';
import type {Drivers} from '../../src/drivers/drivers.js';
import type {Kube, KubeObject} from '../../src/drivers/kube/kube.js';
import {LAB_LABEL, type Plan} from '../../src/plan/plan.js';
import {chapterPlan, SUPPLIED} from '../helpers/chapter.js';
import {FakeClock} from './clock.js';
import {container} from './containers.js';
import {untouchable, untouchableDrivers} from './drivers.js';
import {hopIstioctl, ROLLED_OUT} from './hop-istio.js';
import {HopStore} from './hop-store.js';

const SYSTEM = 'istio-system';
const APPS = ['webapp', 'catalog'];

/** Two clusters with a mesh of which istioctl, injector and Deployments act as far as a hop goes by them. */
export interface HopLab {
  readonly plan: Plan;
  readonly drivers: Drivers;
  readonly stores: ReadonlyMap<string, HopStore>;
  /** Every change, in its order. */
  readonly diary: readonly string[];
  readonly clock: FakeClock;
  /** From now on the change of this number, counted from 1, is the last: nothing of it is done. */
  breakAt(change: number | undefined): void;
}

export async function hopLab(cache: string, version = '1.17.5'): Promise<HopLab> {
  const base = chapterPlan({...SUPPLIED, folders: {...SUPPLIED.folders, cache}});
  const versions = {...base.versions, istio: version};
  const tools = {...base.supplied.tools, istioctl: SUPPLIED.istio[version]?.istioctl ?? ''};
  const clusters = base.clusters.map((one) => ({...one, istio: {version}}));
  const plan: Plan = {...base, versions, clusters, supplied: {...base.supplied, tools}};
  const stores = new Map(plan.clusters.map(({name}) => [name, new HopStore()]));
  const storeFor = (kubeconfig: string): HopStore => {
    const found = plan.clusters.find((one) => one.kubeconfig === kubeconfig);
    return stores.get(found?.name ?? '') ?? new HopStore();
  };
  const diary: string[] = [];
  const files = new Map<string, string>();
  let [count, last] = [0, Number.POSITIVE_INFINITY];
  const change = (text: string): void => {
    count += 1;
    if (count >= last) throw new Error(`killed before: ${text}`);
    diary.push(text);
  };
  const clock = new FakeClock();
  const versionOf = (program: string): string =>
    Object.values(SUPPLIED.istio).find(({istioctl}) => istioctl === program)?.version ?? '';
  const istioctlAt = (program: string) => hopIstioctl(versionOf(program), storeFor, change);
  const drivers: Drivers = {
    ...untouchableDrivers(),
    clock,
    istioctlAt,
    istioctl: istioctlAt(tools.istioctl),
    docker: dockerOf(plan, files, change),
    kubeFor: (kubeconfig) => kubeOf(storeFor(kubeconfig), plan, change),
  };
  for (const cluster of plan.clusters) await furnish(cluster, plan, drivers, storeFor(cluster.kubeconfig));
  diary.length = 0;
  const breakAt = (at: number | undefined): void => {
    [count, last] = [0, at ?? Number.POSITIVE_INFINITY];
  };
  return {plan, drivers, stores, diary, clock, breakAt};
}

function dockerOf(plan: Plan, files: Map<string, string>, change: (text: string) => void): Docker {
  const nodes = plan.clusters.map(({node}) => node);
  return untouchable<Docker>('docker', {
    container: (name) =>
      Promise.resolve(
        nodes.includes(name) ? container(name, {id: name, labels: {[LAB_LABEL]: plan.lab}}) : undefined,
      ),
    readFile: (name, path) => Promise.resolve(files.get(`${name} ${path}`)),
    writeFiles: async (name, texts) => {
      change(`note in ${name}`);
      for (const [path, text] of Object.entries(texts)) files.set(`${name} ${path}`, text);
    },
    image: () => Promise.resolve({id: 'sha256:1', tags: [], labels: {}, sizeBytes: 1}),
    exec: () => {
      const images = Object.keys(SUPPLIED.istio).flatMap((version) =>
        ['pilot', 'proxyv2'].map((image) => `docker.io/istio/${image}:${version}`),
      );
      return Promise.resolve({exitCode: 0, stdout: `${images.join('\n')}\n`, stderr: ''});
    },
  });
}

function kubeOf(store: HopStore, plan: Plan, change: (text: string) => void): Kube {
  return untouchable<Kube>('kube', {
    ...store.reading(),
    apply: async (objects) => {
      for (const one of objects) {
        change(`apply ${one.kind} ${one.metadata.name}`);
        store.apply(one);
      }
    },
    patch: async (ref, what) => {
      change(`patch ${ref.kind} ${ref.metadata.name}`);
      const {apiVersion, kind, metadata} = ref;
      const {name, namespace} = metadata;
      const named = {name, ...(namespace === undefined ? {} : {namespace})};
      const more = (what as {metadata?: object}).metadata ?? {};
      store.apply({apiVersion, kind, ...what, metadata: {...named, ...more}});
      if (kind === 'Deployment' && namespace === plan.namespace) startAnew(store, name, plan);
    },
    remove: async (ref) => {
      change(`remove ${ref.kind} ${ref.metadata.name}`);
      store.remove(ref);
    },
    exec: () =>
      Promise.resolve({
        exitCode: 0,
        stdout: JSON.stringify({version: 'x/1.30.0/Clean', node: {extensions: []}}),
        stderr: '',
      }),
  });
}

async function furnish(
  {kubeconfig, controlPlane, eastWestGateway}: Plan['clusters'][number],
  plan: Plan,
  drivers: Drivers,
  store: HopStore,
): Promise<void> {
  const {bringStockEnvoy} = await import('../../src/mesh/stock-envoy/envoy-filter.js');
  const {operatorFiles} = await import('../../src/mesh/install.js');
  const istio = {version: plan.versions.istio};
  const set = ['values.global.proxy.privileged=true'];
  const signal = new AbortController().signal;
  const files = await operatorFiles(plan, controlPlane, istio);
  await drivers.istioctl.install({kubeconfig, files, set, signal});
  await drivers.istioctl.install({kubeconfig, files: [eastWestGateway], set, signal});
  await bringStockEnvoy(drivers.kubeFor(kubeconfig), [istio.version]);
  const labels = {'istio-injection': 'enabled'};
  store.apply({apiVersion: 'v1', kind: 'Namespace', metadata: {name: plan.namespace, labels}});
  const ingress: KubeObject = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {name: 'istio-ingressgateway-1', namespace: SYSTEM, labels: {app: 'istio-ingressgateway'}},
    status: {phase: 'Running'},
  };
  store.apply(ingress);
  for (const name of APPS) {
    const selector = {matchLabels: {app: name}};
    store.apply({
      ...{apiVersion: 'apps/v1', kind: 'Deployment', status: ROLLED_OUT},
      metadata: {name, namespace: plan.namespace},
      spec: {replicas: 1, selector},
    });
    startAnew(store, name, plan);
  }
  // The published nodePort is the lab's own, and no part of what istioctl applies.
  const spec = {
    type: 'LoadBalancer',
    externalTrafficPolicy: 'Local',
    ports: [{name: 'http2', port: 80, targetPort: 8080, nodePort: 30_000}],
  };
  store.apply({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {name: 'istio-ingressgateway', namespace: SYSTEM},
    spec,
  });
}

/** The pod of an app, new: who injects is said by the default tag. */
function startAnew(store: HopStore, name: string, {namespace}: Plan): void {
  const tag = store.get({
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'MutatingWebhookConfiguration',
    metadata: {name: 'istio-revision-tag-default'},
  });
  const revision = tag?.metadata.labels?.['istio.io/rev'] ?? '';
  const istiod = store.get({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: {name: revision === 'default' ? 'istiod' : `istiod-${revision}`, namespace: SYSTEM},
  });
  const version = istiod?.metadata.labels?.['operator.istio.io/version'] ?? 'none';
  const metadata = {
    name: `${name}-1`,
    namespace,
    labels: {app: name},
    annotations: {'sidecar.istio.io/status': JSON.stringify({revision})},
    ownerReferences: [{kind: 'ReplicaSet'}],
  };
  const containers = [{name}, {name: 'istio-proxy', image: `docker.io/istio/proxyv2:${version}`}];
  store.apply({apiVersion: 'v1', kind: 'Pod', metadata, spec: {containers}, status: {phase: 'Running'}});
}
