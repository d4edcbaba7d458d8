import {at, stringAt} from '../../base/json.js';
import type {KubeFor, KubeObject} from '../../drivers/kube/kube.js';
import {readManifest} from '../../drivers/kube/manifest.js';
import {ISTIO_SYSTEM, type ClusterPlan, type Plan} from '../../plan/plan.js';

/** What a cluster has that a hop may break on; of Secrets only what names them, and the public root of a CA. */
export interface ClusterSeen {
  readonly cluster: ClusterPlan;
  readonly namespaces: readonly KubeObject[];
  /** Of all namespaces. */
  readonly pods: readonly KubeObject[];
  readonly services: readonly KubeObject[];
  readonly deployments: readonly KubeObject[];
  readonly mutating: readonly KubeObject[];
  readonly validating: readonly KubeObject[];
  readonly envoyFilters: readonly KubeObject[];
  readonly virtualServices: readonly KubeObject[];
  readonly destinationRules: readonly KubeObject[];
  readonly serviceEntries: readonly KubeObject[];
  readonly gateways: readonly KubeObject[];
  /** Gateways of the Kubernetes Gateway API; none where the cluster does not know them. */
  readonly kubeGateways: readonly KubeObject[];
  /** Of the Gateway API's own definitions, e.g. `v0.6.0`; undefined where they are not there. */
  readonly gatewayApi: string | undefined;
  /** Istio's settings of the mesh, as YAML. */
  readonly meshSettings: readonly string[];
  /** `NAMESPACE/NAME` of the Secrets with which istiod would read other clusters. */
  readonly remoteSecrets: readonly string[];
  /** `NAMESPACE/NAME` of the records that Helm keeps of what it has installed of Istio. */
  readonly helmReleases: readonly string[];
  /** PEM: the root that lies in `cacerts`, and the one that istiod tells its namespace to trust. */
  readonly pluggedRoot: string | undefined;
  readonly toldRoot: string | undefined;
  /** The IstioOperator files that this cluster is installed with. */
  readonly operators: readonly KubeObject[];
}

const NETWORKING = 'networking.istio.io/v1beta1';
const ADMISSION = 'admissionregistration.k8s.io/v1';
const GATEWAY_API = 'gateway.networking.k8s.io';

/** Asks a cluster for all that the checks look at. Changes nothing. */
export async function lookCluster(cluster: ClusterPlan, kubeFor: KubeFor): Promise<ClusterSeen> {
  const kube = kubeFor(cluster.kubeconfig);
  const list = (apiVersion: string, kind: string): Promise<readonly KubeObject[]> =>
    kube.list(apiVersion, kind);
  const object = (apiVersion: string, kind: string, name: string, namespace?: string) =>
    kube.get({apiVersion, kind, metadata: {name, ...(namespace === undefined ? {} : {namespace})}});
  const crd = `gateways.${GATEWAY_API}`;
  const [namespaces, pods, services, deployments, mutating, validating, secrets, told, definition] =
    await Promise.all([
      list('v1', 'Namespace'),
      list('v1', 'Pod'),
      list('v1', 'Service'),
      list('apps/v1', 'Deployment'),
      list(ADMISSION, 'MutatingWebhookConfiguration'),
      list(ADMISSION, 'ValidatingWebhookConfiguration'),
      list('v1', 'Secret'),
      object('v1', 'ConfigMap', 'istio-ca-root-cert', ISTIO_SYSTEM),
      object('apiextensions.k8s.io/v1', 'CustomResourceDefinition', crd),
    ]);
  const [envoyFilters, virtualServices, destinationRules, serviceEntries, gateways, kubeGateways, settings] =
    await Promise.all([
      list('networking.istio.io/v1alpha3', 'EnvoyFilter'),
      list(NETWORKING, 'VirtualService'),
      list(NETWORKING, 'DestinationRule'),
      list(NETWORKING, 'ServiceEntry'),
      list(NETWORKING, 'Gateway'),
      list(`${GATEWAY_API}/v1beta1`, 'Gateway'),
      kube.list('v1', 'ConfigMap', {namespace: ISTIO_SYSTEM}),
    ]);
  const files = [cluster.controlPlane, cluster.eastWestGateway];
  const operators = (await Promise.all(files.map(readManifest))).flat();
  return {
    ...{cluster, namespaces, pods, services, deployments, mutating, validating, envoyFilters, operators},
    ...{virtualServices, destinationRules, serviceEntries, gateways, kubeGateways},
    gatewayApi:
      definition === undefined
        ? undefined
        : (definition.metadata.annotations?.[`${GATEWAY_API}/bundle-version`] ?? 'of no known version'),
    meshSettings: settings.flatMap((one) => stringAt(one, 'data', 'mesh') || []),
    ...secretsSeen(secrets),
    toldRoot: stringAt(told, 'data', 'root-cert.pem') || undefined,
  };
}

/** Of every cluster of a plan. */
export function lookClusters(
  {clusters}: Pick<Plan, 'clusters'>,
  kubeFor: KubeFor,
): Promise<readonly ClusterSeen[]> {
  return Promise.all(clusters.map((cluster) => lookCluster(cluster, kubeFor)));
}

/** Pure; keys and tokens stay behind. */
function secretsSeen(
  secrets: readonly KubeObject[],
): Pick<ClusterSeen, 'remoteSecrets' | 'helmReleases' | 'pluggedRoot'> {
  const named = (one: KubeObject): string => `${one.metadata.namespace ?? ''}/${one.metadata.name}`;
  const cacerts = secrets.find(
    ({metadata}) => metadata.name === 'cacerts' && metadata.namespace === ISTIO_SYSTEM,
  );
  const root = stringAt(cacerts, 'data', 'root-cert.pem');
  return {
    remoteSecrets: secrets
      .filter(({metadata}) => metadata.labels?.['istio/multiCluster'] === 'true')
      .map(named),
    helmReleases: secrets
      .filter((one) => at(one, 'type') === 'helm.sh/release.v1' && /\.istio/.test(one.metadata.name))
      .map(named),
    pluggedRoot: root === '' ? undefined : Buffer.from(root, 'base64').toString(),
  };
}
