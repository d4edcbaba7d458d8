import {overlap, parseCidr} from '../lab/cidr.js';
import type {Plan} from './plan.js';

/** Why a docker network of this subnet is no use to the lab. */
export interface Misfit {
  readonly code: string;
  readonly message: string;
  readonly hint: string;
}

/** Pools lie in the last 256 addresses of the subnet. */
const LEAST_BITS = 24;

/**
 * What is wrong with the subnet that the lab's docker network has, or is to have: by lab.yaml, or as the engine chose it
 * among what was free there, of which it says nothing beforehand. `subnet` is empty where the network has no IPv4.
 * Pure.
 */
export function networkMisfit(plan: Plan, subnet: string): Misfit | undefined {
  const {name, subnet: declared} = plan.dockerNetwork;
  const cidr = parseCidr(subnet);
  const anew = 'eastwest down, then eastwest up';
  if (cidr === undefined) {
    return {
      code: 'NETWORK-NO-IPV4',
      message: `the docker network ${name} has no IPv4 subnet; IPv6 may only stand beside one`,
      hint: anew,
    };
  }
  if (declared !== undefined && declared !== subnet) {
    return {
      code: 'NETWORK-OTHER-SUBNET',
      message: `the docker network ${name} has ${subnet}; lab.yaml says ${declared}`,
      hint: `write ${subnet} into spec.dockerNetwork.subnet, or make the lab anew: ${anew}`,
    };
  }
  if (cidr.bits > LEAST_BITS) {
    return {
      code: 'POOL-NO-ROOM',
      message: `the docker network ${subnet} is too small for address pools`,
      hint: 'give spec.dockerNetwork.subnet a range of at least 256 addresses, e.g. 172.30.0.0/16',
    };
  }
  const inTheWay = plan.clusters
    .flatMap(({name: cluster, podSubnet, serviceSubnet}) => [
      {what: `${cluster}'s pods`, range: podSubnet},
      {what: `${cluster}'s Services`, range: serviceSubnet},
    ])
    .find(({range}) => {
      const other = parseCidr(range);
      return other !== undefined && overlap(cidr, other);
    });
  if (inTheWay === undefined) return undefined;
  return {
    code: 'NETWORK-OVERLAPS',
    message: `the docker network ${name} has ${subnet}, in which lie ${inTheWay.what}: ${inTheWay.range}`,
    hint: `give spec.dockerNetwork.subnet another range, e.g. 172.30.0.0/16; ${anew}`,
  };
}
