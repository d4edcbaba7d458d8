import {readFileSync} from 'node:fs';
import {parse, stringify} from 'yaml';
import type {InstallOptions, Istioctl} from '../../src/drivers/istioctl/istioctl.js';
import type {KubeObject} from '../../src/drivers/kube/kube.js';
import {untouchable} from './drivers.js';
import type {HopStore} from './hop-store.js';

const SYSTEM = 'istio-system';
const ADMISSION = 'admissionregistration.k8s.io/v1';
const NOT_PRUNED = 'install.operator.istio.io/owning-resource-not-pruned';

interface Operator extends KubeObject {
  readonly spec: {
    readonly components?: {readonly ingressGateways?: readonly {name: string; enabled?: boolean}[]};
  };
}

/** What an installation is made from. */
interface Wanted {
  readonly version: string;
  readonly revision: string | undefined;
  readonly operator: Operator;
  readonly ingress: boolean;
}

/**
 * As much of istioctl as a hop goes by, as it stands in its sources: what install applies and labels, what it prunes, that
 * an installation without a revision takes the default tag, and what uninstall removes by label.
 */
export function hopIstioctl(
  version: string,
  storeFor: (kubeconfig: string) => HopStore,
  change: (text: string) => void,
): Istioctl {
  return untouchable<Istioctl>(`istioctl ${version}`, {
    manifest: (files, set) =>
      Promise.resolve(
        objectsOf(wantedOf(version, files, set))
          .map((one) => stringify(one))
          .join('---\n'),
      ),
    install: async ({kubeconfig, files, set}: InstallOptions) => {
      const wanted = wantedOf(version, files, set);
      change(`istioctl ${version} install ${wanted.operator.metadata.name} ${wanted.revision ?? 'default'}`);
      install(storeFor(kubeconfig), wanted);
    },
    uninstall: async (kubeconfig, revision) => {
      change(`istioctl ${version} uninstall ${revision}`);
      const store = storeFor(kubeconfig);
      const gone = store
        .list(undefined, {'istio.io/rev': revision})
        .filter(({metadata}) =>
          /^(Pilot|IngressGateways)$/.test(metadata.labels?.['operator.istio.io/component'] ?? ''),
        );
      if (gone.length === 0) throw new Error('could not find target revision');
      for (const one of gone) store.remove(one);
    },
    setTag: async (kubeconfig, tag, revision) => {
      change(`istioctl ${version} tag ${tag} ${revision}`);
      setTag(storeFor(kubeconfig), version, revision);
    },
    proxyConfig: () => Promise.resolve([{name: 'outbound_.80_._.catalog.istioinaction.svc.cluster.local'}]),
  });
}

function minor(version: string): number {
  return Number(version.split('.')[1]);
}

function wantedOf(version: string, files: readonly string[], set: readonly string[]): Wanted {
  const operators = files.map((file) => parse(readFileSync(file, 'utf8')) as Operator);
  const [operator] = operators;
  if (operator === undefined) throw new Error('no operator file');
  const off = operators.some(({spec}) =>
    (spec.components?.ingressGateways ?? []).some(
      ({name, enabled}) => name === 'istio-ingressgateway' && enabled === false,
    ),
  );
  const revision = set.find((one) => one.startsWith('revision='))?.slice('revision='.length);
  return {version, revision, operator, ingress: !off};
}

function isControlPlane({operator}: Wanted): boolean {
  return operator.metadata.name.includes('controlplane');
}

function objectsOf(wanted: Wanted): readonly KubeObject[] {
  const {version, revision, ingress} = wanted;
  const suffix = revision === undefined ? '' : `-${revision}`;
  if (!isControlPlane(wanted)) return gateway('istio-eastwestgateway', version, suffix);
  const cluster = (kind: string, name: string): KubeObject => ({
    apiVersion: kind.startsWith('Cluster') ? 'rbac.authorization.k8s.io/v1' : ADMISSION,
    kind,
    metadata: {name},
  });
  return [
    {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: {name: `crd-of-${version}`},
    },
    // The base chart had these up to 1.18, without a revision.
    ...(minor(version) < 19 ? [cluster('ClusterRole', `istiod-${SYSTEM}`)] : []),
    cluster('ClusterRole', `istiod-clusterrole${suffix}-${SYSTEM}`),
    deployment(`istiod${suffix}`, `pilot:${version}`, 'istiod'),
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: {name: `istiod${suffix}`, namespace: SYSTEM},
      spec: {ports: [{port: 15_012}]},
    },
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: {name: `istio${suffix}`, namespace: SYSTEM},
      data: {mesh: 'trustDomain: cluster.local'},
    },
    webhook('MutatingWebhookConfiguration', `istio-sidecar-injector${suffix}`, suffix),
    webhook('ValidatingWebhookConfiguration', `istio-validator${suffix}-${SYSTEM}`, suffix),
    ...(ingress ? gateway('istio-ingressgateway', version, suffix) : []),
  ];
}

function gateway(name: string, version: string, suffix: string): readonly KubeObject[] {
  const proxy = deployment(name, `proxyv2:${version}`, name);
  const spec = {ports: [{name: 'http2', port: 80, targetPort: 8080}]};
  return [
    {...proxy, spec: {...(proxy['spec'] as object), discovery: `istiod${suffix}`}},
    {apiVersion: 'v1', kind: 'Service', metadata: {name, namespace: SYSTEM}, spec},
  ];
}

function deployment(name: string, image: string, app: string): KubeObject {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: {name, namespace: SYSTEM, labels: {app}},
    spec: {
      replicas: 1,
      selector: {matchLabels: {app}},
      template: {spec: {containers: [{name: app === 'istiod' ? 'discovery' : 'istio-proxy', image}]}},
    },
  };
}

function webhook(kind: string, name: string, suffix: string): KubeObject {
  const service = {name: `istiod${suffix}`, namespace: SYSTEM};
  const webhooks = [{name: 'rev.istio.io', clientConfig: {service, caBundle: 'CA'}}];
  return {apiVersion: ADMISSION, kind, metadata: {name}, webhooks};
}

function componentOf({kind, metadata: {name}}: KubeObject): string {
  if (name.includes('gateway')) return 'IngressGateways';
  const base = kind === 'CustomResourceDefinition' || name === `istiod-${SYSTEM}`;
  return base ? 'Base' : 'Pilot';
}

function install(store: HopStore, wanted: Wanted): void {
  const {version, revision = 'default', operator} = wanted;
  const suffix = wanted.revision === undefined ? '' : `-${wanted.revision}`;
  const owner = `${minor(version) < 19 ? '' : 'installed-state-'}${operator.metadata.name}`;
  const labels = {
    'istio.io/rev': revision,
    'operator.istio.io/version': version,
    'install.operator.istio.io/owning-resource': owner,
  };
  const objects = objectsOf(wanted);
  for (const one of objects) {
    const own = {...one.metadata.labels, ...labels, 'operator.istio.io/component': componentOf(one)};
    const status = one.kind === 'Deployment' ? {status: ROLLED_OUT} : {};
    const address =
      one.kind === 'Service' ? {status: {loadBalancer: {ingress: [{ip: '172.18.255.101'}]}}} : {};
    store.apply({...one, metadata: {...one.metadata, labels: own}, ...status, ...address});
  }
  const kept = new Set(objects.map(({kind, metadata}) => `${kind} ${metadata.name}`));
  for (const one of store.list(undefined, labels)) {
    const free = one.metadata.labels?.[NOT_PRUNED] === 'true' || one.kind === 'CustomResourceDefinition';
    const component = one.metadata.labels?.['operator.istio.io/component'] ?? '';
    // A component that is switched off is in the manifest all the same, with nothing in it.
    if (component !== '' && !free && !kept.has(`${one.kind} ${one.metadata.name}`)) store.remove(one);
  }
  store.apply({
    ...operator,
    metadata: {name: `installed-state-${operator.metadata.name}${suffix}`, namespace: SYSTEM},
  });
  if (isControlPlane(wanted) && wanted.revision === undefined)
    setTag(store, version, 'default', minor(version) >= 19);
}

export const ROLLED_OUT = {replicas: 1, updatedReplicas: 1, availableReplicas: 1};

/** From 1.19 on a tag takes the labels of the injector that it is made from. */
function setTag(store: HopStore, version: string, revision: string, notPruned = false): void {
  const suffix = revision === 'default' ? '' : `-${revision}`;
  const injector = store.get({
    apiVersion: ADMISSION,
    kind: 'MutatingWebhookConfiguration',
    metadata: {name: `istio-sidecar-injector${suffix}`},
  });
  if (injector === undefined)
    throw new Error(`cannot find MutatingWebhookConfiguration with revision ${revision}`);
  const labels = {
    ...(minor(version) >= 19 ? injector.metadata.labels : {}),
    'operator.istio.io/component': 'Pilot',
    'istio.io/rev': revision,
    'istio.io/tag': 'default',
    ...(notPruned ? {[NOT_PRUNED]: 'true'} : {}),
  };
  const tag = webhook('MutatingWebhookConfiguration', 'istio-revision-tag-default', suffix);
  const validator = webhook('ValidatingWebhookConfiguration', 'istiod-default-validator', suffix);
  for (const one of [tag, validator]) store.apply({...one, metadata: {...one.metadata, labels}});
}
