import type {Plan} from '../../plan/plan.js';
import {clusterNamed, peersOf} from '../../plan/plan.js';
import {check} from '../check.js';
import {faultsIn, passing, type Fault, type Judged} from '../judged.js';
import {
  clusterOf,
  gatewayAddresses,
  proxyHosts,
  readyPodsOf,
  type GatewayAddresses,
  type ProxyHosts,
} from '../looks/hosts.js';
import {MTLS_PORT} from './gateway-judge.js';

export interface EndpointsSeen {
  readonly gateways: GatewayAddresses;
  readonly clusters: readonly {
    readonly cluster: string;
    /** Ready pods by service. */
    readonly ready: ReadonlyMap<string, number>;
    readonly proxies: readonly ProxyHosts[];
  }[];
}

export const endpointsCheck = check<EndpointsSeen>({
  id: 'endpoints',
  looked: 'the hosts that gateways and sidecars really have for the services of the lab',
  look: async (scene) => ({
    gateways: await gatewayAddresses(scene),
    clusters: await Promise.all(
      scene.plan.clusters.map(async (cluster) => ({
        cluster: cluster.name,
        ready: await readyPodsOf(scene, cluster),
        proxies: await proxyHosts(scene, cluster),
      })),
    ),
  }),
  judge: (seen, {plan}) => judgeEndpoints(seen, plan),
});

/** Pure. */
export function judgeEndpoints(seen: EndpointsSeen, plan: Plan): Judged {
  return {
    evidence: seen.clusters.map(({cluster, proxies}) => ({
      of: cluster,
      seen: evidenceText(cluster, proxies, seen, plan),
    })),
    faults: faultsIn(
      seen.clusters.map((one) => one.proxies.map((proxy) => proxyFault(one.cluster, proxy, seen, plan))),
    ),
  };
}

function evidenceText(
  cluster: string,
  proxies: readonly ProxyHosts[],
  {gateways}: EndpointsSeen,
  plan: Plan,
): string {
  if (proxies.length === 0) return 'no proxy to ask';
  const lines = proxies.map(({proxy, services}) => {
    const counts = services.map(({service, hosts}) => {
      const remote = hosts.filter((host) => clusterOf(host, plan, gateways)?.name !== cluster).length;
      return `${service} ${hosts.length - remote}+${remote}`;
    });
    return `${proxy.deployment}: ${[...new Set(counts)].join(', ')}`;
  });
  return `here+elsewhere by service; ${lines.join('; ')}`;
}

/** A service that the proxy's cluster does not declare is none of its business. */
function proxyFault(
  cluster: string,
  {proxy, services}: ProxyHosts,
  {gateways, clusters}: EndpointsSeen,
  plan: Plan,
): Fault | undefined {
  const own = clusterNamed(plan, cluster);
  const known = clusters.find((one) => one.cluster === cluster)?.ready;
  for (const peer of peersOf(plan, own)) {
    const there = clusters.find((one) => one.cluster === peer.name)?.ready ?? new Map<string, number>();
    for (const [service, pods] of there) {
      if (pods === 0 || known?.has(service) !== true) continue;
      const hosts = services.filter((one) => one.service === service).flatMap((one) => one.hosts);
      const remote = hosts.filter((host) => clusterOf(host, plan, gateways)?.name === peer.name);
      const where = {cluster, proxy: proxy.deployment, service, peer: peer.name};
      const target = `deploy/${proxy.deployment}.${proxy.namespace}`;
      const gateway = gateways.get(peer.name);
      const wrong = remote.find(({address, port}) => address !== gateway || port !== MTLS_PORT);
      if (wrong !== undefined && peer.network !== own.network && gateway !== undefined) {
        const found = `${wrong.address}:${wrong.port}`;
        return passing('endpoints-not-by-gateway', {...where, found, gateway});
      }
      if (remote.length === 0) {
        const stranger = hosts.find((host) => clusterOf(host, plan, gateways) === undefined);
        return stranger === undefined || gateway === undefined
          ? passing('no-remote-endpoints', {...where, target})
          : passing('endpoints-not-by-gateway', {
              ...where,
              found: `${stranger.address}:${stranger.port}`,
              gateway,
            });
      }
    }
  }
  return undefined;
}
