import type {KubeObject} from '../../drivers/kube/kube.js';
import {loadBalancerAddresses} from '../../drivers/kube/workloads.js';
import type {ClusterPlan} from '../../plan/plan.js';
import {poolRange} from '../../plan/pools.js';
import {check} from '../check.js';
import {fault, faultsIn, passing, type Fault, type Judged} from '../judged.js';
import {nameOf, part} from '../looks/objects.js';
import {rangeOf} from '../../scenario/addresses.js';
import {sharing, sizeOf, within} from '../looks/ranges.js';
import {runningOf, type Running} from '../looks/pods.js';
import {podsOf} from '../looks/proxies.js';
import type {Scene} from '../scene.js';

const NAMESPACE = 'metallb-system';
const METALLB = 'metallb.io/v1beta1';

export interface BalancerSeen {
  readonly cluster: string;
  readonly controller: Running;
  readonly speaker: Running;
  /** Every range of every pool, as it is written. */
  readonly ranges: readonly string[];
  readonly advertisements: number;
  /** The range that the lab's pool is to have in this network; undefined where there is no network. */
  readonly planned?: string | undefined;
  /** Services of type LoadBalancer. */
  readonly services: readonly {readonly name: string; readonly address?: string | undefined}[];
}

export interface LoadBalancerSeen {
  /** Of the docker network. */
  readonly subnet: string;
  readonly clusters: readonly BalancerSeen[];
}

export const loadBalancerCheck = check<LoadBalancerSeen>({
  id: 'load-balancer',
  looked: 'MetalLB, its pools, the docker network, Services of type LoadBalancer',
  look: async (scene) => {
    const {plan, docker} = scene;
    const [network, clusters] = await Promise.all([
      docker.network(plan.dockerNetwork.name),
      Promise.all(plan.clusters.map((cluster) => look(scene, cluster))),
    ]);
    const subnet = network?.subnet ?? '';
    const planned = plan.clusters.map(({pool}) => (subnet === '' ? undefined : poolRange(subnet, pool)));
    return {subnet, clusters: clusters.map((one, index) => ({...one, planned: planned[index]}))};
  },
  judge: (seen) => judgeLoadBalancer(seen),
});

async function look(scene: Scene, cluster: ClusterPlan): Promise<BalancerSeen> {
  const [deployments, daemonSets, pods, pools, advertisements, services] = await Promise.all([
    scene.list(cluster, 'apps/v1', 'Deployment'),
    scene.list(cluster, 'apps/v1', 'DaemonSet'),
    podsOf(scene, cluster),
    scene.list(cluster, METALLB, 'IPAddressPool', NAMESPACE),
    scene.list(cluster, METALLB, 'L2Advertisement', NAMESPACE),
    scene.list(cluster, 'v1', 'Service'),
  ]);
  const at = (name: string) => ({namespace: NAMESPACE, name});
  return {
    cluster: cluster.name,
    controller: runningOf(deployments, pods, at('controller'), scene.nowMs),
    speaker: runningOf(daemonSets, pods, at('speaker'), scene.nowMs),
    ranges: pools.flatMap((pool) => (part(pool, 'spec')['addresses'] ?? []) as readonly string[]),
    advertisements: advertisements.length,
    services: services.filter(isLoadBalancer).map((service) => ({
      name: nameOf(service),
      address: loadBalancerAddresses(service)[0],
    })),
  };
}

export function isLoadBalancer(service: KubeObject): boolean {
  return part(service, 'spec')['type'] === 'LoadBalancer';
}

/** Pure. */
export function judgeLoadBalancer({subnet, clusters}: LoadBalancerSeen): Judged {
  const pending = clusters
    .flatMap(({cluster, controller, speaker}) => [controller, speaker].map((one) => ({cluster, ...one})))
    .find(({state}) => state === 'starting');
  return {
    evidence: [{of: 'host', seen: `docker network ${subnet}`}, ...clusters.map(evidenceOf)],
    faults: faultsIn(
      clusters.map(poolFault),
      clusters.map((one) => subnetFault(one, subnet)),
      clusters.map((one, index) => overlapFault(one, clusters.slice(index + 1))),
      clusters.map(downFault),
      clusters.map(exhaustedFault),
    ),
    pending: pending === undefined ? undefined : `MetalLB of ${pending.cluster}: ${pending.seen}`,
  };
}

function evidenceOf({cluster, controller, speaker, ranges, services}: BalancerSeen) {
  const given = services.map(({name, address}) => `${name} ${address ?? 'has none'}`).join(', ');
  const pool = ranges.length === 0 ? 'no pool' : `pool ${ranges.join(', ')}`;
  return {of: cluster, seen: `${controller.seen}, ${speaker.seen}; ${pool}; ${given}`};
}

function poolFault({cluster, ranges, advertisements}: BalancerSeen): Fault | undefined {
  if (ranges.length === 0) return passing('no-address-pool', {cluster, what: 'IPAddressPool'});
  return advertisements === 0 ? passing('no-address-pool', {cluster, what: 'L2Advertisement'}) : undefined;
}

function subnetFault(one: BalancerSeen, subnet: string): Fault | undefined {
  const {cluster, ranges} = one;
  const network = rangeOf(subnet);
  const outside = ranges.find((text) => {
    const range = rangeOf(text);
    return network !== undefined && range !== undefined && !within(range, network);
  });
  if (outside === undefined) return undefined;
  return fault('pool-outside-subnet', {cluster, pool: outside, subnet, ...rightingOf(one)});
}

function overlapFault(one: BalancerSeen, others: readonly BalancerSeen[]): Fault | undefined {
  for (const peer of others) {
    for (const pool of one.ranges) {
      const other = peer.ranges.find((text) => sharing(pool, text));
      if (other === undefined) continue;
      const astray = rightingOf(one).planned === '' ? peer : one;
      return fault('pools-overlap', {
        cluster: one.cluster,
        pool,
        peer: peer.cluster,
        other,
        ...rightingOf(astray),
      });
    }
  }
  return undefined;
}

function downFault({cluster, controller, speaker}: BalancerSeen): Fault | undefined {
  const parts = {'The controller': controller, 'The speaker': speaker};
  const down = Object.entries(parts).find(([, {state}]) => state !== 'ready' && state !== 'starting');
  return down === undefined ? undefined : passing('load-balancer-down', {cluster, part: down[0]});
}

function exhaustedFault(one: BalancerSeen): Fault | undefined {
  const {cluster, ranges, services} = one;
  const waiting = services.find(({address}) => address === undefined);
  if (waiting === undefined) return undefined;
  const pools = ranges.flatMap((text) => rangeOf(text) ?? []);
  const size = pools.reduce((sum, range) => sum + sizeOf(range), 0);
  const taken = new Set(services.flatMap(({address}) => address ?? []));
  const inPools = [...taken].filter((address) => {
    const range = rangeOf(`${address}/32`);
    return range !== undefined && pools.some((pool) => within(range, pool));
  });
  if (inPools.length < size) return undefined;
  return passing('pool-exhausted', {
    cluster,
    service: waiting.name,
    size: String(size),
    pool: ranges.join(', '),
    astray: cluster,
    planned: rightingOf(one).planned,
  });
}

/**
 * What puts a cluster's pool right, empty where it is as the lab has it: its range, and the Services that must let go of
 * what was given to them first, all of one namespace.
 */
function rightingOf({cluster, ranges, planned = '', services}: BalancerSeen) {
  const isRight = ranges.join() === planned;
  const range = rangeOf(planned);
  const outside = services.filter(({address}) => {
    const own = address === undefined ? undefined : rangeOf(`${address}/32`);
    return own !== undefined && range !== undefined && !within(own, range);
  });
  const [place = ''] = (outside[0]?.name ?? '').split('/');
  const names = outside.map(({name}) => name.split('/')).filter(([namespace]) => namespace === place);
  const released = isRight ? '' : names.map(([, name]) => name).join(' ');
  return {astray: cluster, planned: isRight ? '' : planned, place, services: released};
}
