import {loadBalancerAddresses} from '../../drivers/kube/workloads.js';
import {ISTIO_SYSTEM, type ClusterPlan, type Plan} from '../../plan/plan.js';
import {addressIn} from '../../scenario/addresses.js';
import {outboundOf} from '../../scenario/probes/envoy.js';
import type {Endpoint} from '../../scenario/measured.js';
import type {Scene} from '../scene.js';
import {fits, labelsOf, named, part} from './objects.js';
import {isReady} from './pods.js';
import {EAST_WEST, hostsByCluster, podsOf, proxiesOf, type ProxyPod} from './proxies.js';

/** The hosts that one proxy has for one service of the lab. */
export interface ServiceHosts {
  readonly service: string;
  readonly hosts: readonly Endpoint[];
}

export interface ProxyHosts {
  readonly proxy: ProxyPod;
  readonly services: readonly ServiceHosts[];
}

/** What the proxies of a cluster really have for the services of the lab's namespace. */
export async function proxyHosts(scene: Scene, cluster: ClusterPlan): Promise<readonly ProxyHosts[]> {
  const proxies = await proxiesOf(scene, cluster);
  // The east-west gateway has what is in its own network only, and by other names.
  const callers = proxies.filter(({deployment}) => deployment !== EAST_WEST);
  return Promise.all(
    callers.map(async (proxy) => ({
      proxy,
      services: servicesIn(await hostsByCluster(scene, cluster, proxy), scene.plan.namespace),
    })),
  );
}

/** The clusters of Envoy that are a service of the namespace, all its ports, without subsets. */
export function servicesIn(
  hosts: ReadonlyMap<string, readonly Endpoint[]>,
  namespace: string,
): readonly ServiceHosts[] {
  const suffix = `.${namespace}.svc.cluster.local`;
  return [...hosts].flatMap(([name, endpoints]) => {
    const outbound = outboundOf(name);
    if (outbound === undefined || outbound.subset !== '' || !outbound.host.endsWith(suffix)) return [];
    return [{service: outbound.host.slice(0, -suffix.length), hosts: endpoints}];
  });
}

/** For each service of the lab's namespace in a cluster, how many ready pods it selects there. */
export async function readyPodsOf(scene: Scene, cluster: ClusterPlan): Promise<ReadonlyMap<string, number>> {
  const {namespace} = scene.plan;
  const [services, pods] = await Promise.all([scene.list(cluster, 'v1', 'Service'), podsOf(scene, cluster)]);
  const ready = pods.filter((pod) => pod.metadata.namespace === namespace && isReady(pod));
  return new Map(
    services
      .filter(({metadata}) => metadata.namespace === namespace)
      .map((service) => {
        const {selector = {}} = part(service, 'spec') as {selector?: Readonly<Record<string, string>>};
        const its =
          Object.keys(selector).length === 0 ? [] : ready.filter((pod) => fits(labelsOf(pod), selector));
        return [service.metadata.name, its.length] as const;
      }),
  );
}

/** External address of each cluster's east-west gateway, by the cluster's name. */
export type GatewayAddresses = ReadonlyMap<string, string>;

export async function gatewayAddresses(scene: Scene): Promise<GatewayAddresses> {
  const pairs = await Promise.all(
    scene.plan.clusters.map(async (cluster) => {
      const service = named(await scene.list(cluster, 'v1', 'Service'), EAST_WEST, ISTIO_SYSTEM);
      return [cluster.name, loadBalancerAddresses(service)[0] ?? ''] as const;
    }),
  );
  return new Map(pairs.filter(([, address]) => address !== ''));
}

/** The cluster that a host stands for: by its gateway, or by the network of its pods. Pure. */
export function clusterOf(
  {address}: Pick<Endpoint, 'address'>,
  {clusters}: Plan,
  gateways: GatewayAddresses,
): ClusterPlan | undefined {
  return (
    clusters.find(({name}) => gateways.get(name) === address) ??
    clusters.find(({podSubnet}) => addressIn(address, podSubnet))
  );
}
