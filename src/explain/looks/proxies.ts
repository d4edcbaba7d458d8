import type {KubeObject} from '../../drivers/kube/kube.js';
import {ISTIO_SYSTEM, type ClusterPlan} from '../../plan/plan.js';
import {hostsOf} from '../../scenario/probes/endpoints/endpoints.js';
import {fieldOf, listOf, textOf} from '../../scenario/probes/envoy.js';
import {proxyChains} from '../../scenario/probes/certificates/proxy-chains.js';
import type {CertificateChain, Endpoint} from '../../scenario/measured.js';
import type {Scene} from '../scene.js';
import {deploymentNameOf, hasProxy, isReady} from './pods.js';

/** A ready pod with a proxy. */
export interface ProxyPod {
  readonly cluster: string;
  readonly namespace: string;
  readonly pod: string;
  readonly deployment: string;
  readonly labels: Readonly<Partial<Record<string, string>>>;
}

export const EAST_WEST = 'istio-eastwestgateway';
export const INGRESS = 'istio-ingressgateway';

/** All pods of a cluster. */
export function podsOf(scene: Scene, cluster: ClusterPlan): Promise<readonly KubeObject[]> {
  return scene.list(cluster, 'v1', 'Pod');
}

/** The ready proxies of the gateways and of the lab's own namespace. */
export async function proxiesOf(scene: Scene, cluster: ClusterPlan): Promise<readonly ProxyPod[]> {
  const places = [ISTIO_SYSTEM, scene.plan.namespace];
  return (await podsOf(scene, cluster))
    .filter((pod) => places.includes(pod.metadata.namespace ?? '') && hasProxy(pod) && isReady(pod))
    .map((pod) => ({
      cluster: cluster.name,
      namespace: pod.metadata.namespace ?? '',
      pod: pod.metadata.name,
      deployment: deploymentNameOf(pod),
      labels: pod.metadata.labels ?? {},
    }));
}

/** What Envoy shows of itself and trusts: `default` and `ROOTCA`. Private keys are not in it. */
export function chainsOf(
  scene: Scene,
  cluster: ClusterPlan,
  proxy: ProxyPod,
): Promise<readonly CertificateChain[]> {
  return ask(scene, cluster, proxy, 'config_dump?resource=dynamic_active_secrets', (page) =>
    proxyChains({dynamicActiveSecrets: listOf(page, 'configs')}),
  );
}

/** The hosts of each of Envoy's clusters, by its name. */
export type HostsByCluster = ReadonlyMap<string, readonly Endpoint[]>;

export function hostsByCluster(scene: Scene, cluster: ClusterPlan, proxy: ProxyPod): Promise<HostsByCluster> {
  return ask(scene, cluster, proxy, 'clusters?format=json', hostsIn);
}

/** Envoy's page `clusters?format=json`, read. */
export function hostsIn(page: unknown): HostsByCluster {
  return new Map(listOf(page, 'clusterStatuses').map((one) => [textOf(one, 'name'), hostsOf(one)]));
}

/** The ports that Envoy listens on. */
export function portsOf(scene: Scene, cluster: ClusterPlan, proxy: ProxyPod): Promise<readonly number[]> {
  return ask(scene, cluster, proxy, 'listeners?format=json', portsIn);
}

/** Envoy's page `listeners?format=json`, read. */
export function portsIn(page: unknown): readonly number[] {
  return listOf(page, 'listenerStatuses').map((one) =>
    Number(fieldOf(fieldOf(fieldOf(one, 'localAddress'), 'socketAddress'), 'portValue') ?? 0),
  );
}

/** A runtime value that a proxy has in effect, as a number; undefined where it has none. */
export function runtimeNumber(
  scene: Scene,
  cluster: ClusterPlan,
  proxy: ProxyPod,
  name: string,
): Promise<number | undefined> {
  return ask(scene, cluster, proxy, 'runtime', (page) => runtimeIn(page, name));
}

/** Envoy's page `runtime`, read. What no layer says has no entry, or an empty one. */
export function runtimeIn(page: unknown, name: string): number | undefined {
  const entries = fieldOf(page, 'entries') as Readonly<Record<string, unknown>> | undefined;
  const value = textOf(entries?.[name], 'finalValue').trim();
  return value === '' || Number.isNaN(Number(value)) ? undefined : Number(value);
}

/** A page of Envoy's admin interface, by way of Istio's agent, which is in every proxy's container. */
function ask<T>(
  scene: Scene,
  cluster: ClusterPlan,
  {namespace, pod}: ProxyPod,
  page: string,
  read: (page: unknown) => T,
): Promise<T> {
  return scene.once(`${page} of ${pod} in ${cluster.name}`, async () => {
    const place = {namespace, pod, container: 'istio-proxy'};
    const text = await scene.podExec(cluster, place, ['pilot-agent', 'request', 'GET', page]);
    return read(JSON.parse(text) as unknown);
  });
}
