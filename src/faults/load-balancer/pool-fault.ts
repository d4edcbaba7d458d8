import {loadBalancerAddress} from '../../drivers/kube/workloads.js';
import {overlap, parseCidr} from '../../lab/cidr.js';
import {ISTIO_SYSTEM, type ClusterPlan} from '../../plan/plan.js';
import type {Bench} from '../../scenario/bench.js';
import {own} from '../change.js';
import {anyCluster, type Fault} from '../fault.js';
import {addressOf, changePool, EAST_WEST, INGRESS, readdressOf} from './address.js';

/** Other ranges for a pool beside the ingress gateway's own address, and what the east-west gateway gets of them. */
interface Ranges {
  readonly more: readonly string[];
  readonly wanted: (address: string | undefined, ingress: string) => boolean;
}

/**
 * Changes the address pool of a cluster so that it goes wrong for the east-west gateway, which then asks for its
 * address anew. The ingress gateway keeps its own: MetalLB takes no pool without an address that it has given.
 */
export function poolFault(
  {name, does, finding}: Pick<Fault, 'name' | 'does' | 'finding'>,
  ranges: (cluster: ClusterPlan, peer: ClusterPlan, bench: Bench) => Promise<Ranges>,
): Fault {
  return {
    name,
    does,
    finding,
    sites: anyCluster,
    changes: async ({cluster, peer, bench}) => {
      const kube = bench.kube(cluster.name);
      const before = await readdressOf(EAST_WEST, kube, true);
      const ingress = (await loadBalancerAddress(kube, ISTIO_SYSTEM, INGRESS)) ?? '';
      const {more, wanted} = await ranges(cluster, peer, bench);
      const undo = {cluster: cluster.name, readdress: before};
      return [
        own(undo, () =>
          changePool(
            before,
            [`${ingress}-${ingress}`, ...more],
            (address) => wanted(address, ingress),
            kube,
            bench,
          ),
        ),
      ];
    },
    see: (cluster) => [
      `k${cluster.name} -n metallb-system get ipaddresspool default -o jsonpath='{.spec.addresses}'`,
      `k${cluster.name} -n istio-system get service istio-eastwestgateway`,
    ],
    gone: async ({cluster, peer, bench}) => {
      const [own, ...others] = await Promise.all([
        addressOf(EAST_WEST, bench.kube(cluster.name)),
        addressOf(EAST_WEST, bench.kube(peer.name)),
        loadBalancerAddress(bench.kube(peer.name), ISTIO_SYSTEM, INGRESS),
      ]);
      const subnet = (await bench.docker.network(bench.plan.dockerNetwork.name))?.subnet ?? '';
      const done = own !== undefined && isIn(own, subnet) && !others.includes(own);
      return {done, seen: own ?? 'the east-west gateway has no address'};
    },
  };
}

function isIn(address: string, subnet: string): boolean {
  const [cidr, one] = [parseCidr(subnet), parseCidr(`${address}/32`)];
  return cidr !== undefined && one !== undefined && overlap(cidr, one);
}
