import {check} from '../check.js';
import {faultsIn, passing, type Fault, type Judged} from '../judged.js';
import {knownProxies, type KnownProxy} from '../looks/istiod.js';
import {proxiesOf, type ProxyPod} from '../looks/proxies.js';

export interface DataPlaneSeen {
  readonly cluster: string;
  readonly proxies: readonly ProxyPod[];
  /** As the istiod of the cluster has them. */
  readonly known: readonly KnownProxy[];
}

export const dataPlaneCheck = check<readonly DataPlaneSeen[]>({
  id: 'data-plane',
  looked: 'what each istiod has sent, and what each proxy has confirmed',
  look: (scene) =>
    Promise.all(
      scene.plan.clusters.map(async (cluster) => {
        const [proxies, known] = await Promise.all([proxiesOf(scene, cluster), knownProxies(scene, cluster)]);
        return {cluster: cluster.name, proxies, known};
      }),
    ),
  judge: (seen) => judgeDataPlane(seen),
});

/** Pure. */
export function judgeDataPlane(seen: readonly DataPlaneSeen[]): Judged {
  return {
    evidence: seen.map(({cluster, proxies, known}) => {
      const behind = known.filter((one) => one.behind.length > 0).map(behindText);
      return {
        of: cluster,
        seen: `istiod has ${known.length} proxies, ${proxies.length} pods are ready; ${behind.length === 0 ? 'all have confirmed what was sent' : behind.join('; ')}`,
      };
    }),
    faults: faultsIn(
      seen.map(({cluster, proxies, known}) => proxies.map((proxy) => connectedFault(cluster, proxy, known))),
      seen.map(({cluster, proxies, known}) => proxies.map((proxy) => staleFault(cluster, proxy, known))),
    ),
  };
}

function behindText({id, behind}: KnownProxy): string {
  return `${id} has not confirmed ${behind.join(', ')}`;
}

function idOf({pod, namespace}: ProxyPod): string {
  return `${pod}.${namespace}`;
}

function connectedFault(cluster: string, proxy: ProxyPod, known: readonly KnownProxy[]): Fault | undefined {
  if (known.some(({id}) => id === idOf(proxy))) return undefined;
  return passing('proxy-not-connected', {
    cluster,
    proxy: idOf(proxy),
    place: proxy.namespace,
    pod: proxy.pod,
  });
}

function staleFault(cluster: string, proxy: ProxyPod, known: readonly KnownProxy[]): Fault | undefined {
  const its = known.filter(({id}) => id === idOf(proxy));
  // After a change of istiod the old one may still have an entry that nobody confirms any more.
  if (its.length === 0 || its.some(({behind}) => behind.length === 0)) return undefined;
  return passing('proxy-stale', {
    cluster,
    proxy: idOf(proxy),
    what: its[0]?.behind.join(', ') ?? '',
    place: proxy.namespace,
    pod: proxy.pod,
  });
}
