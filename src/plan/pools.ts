import {dotted, parseCidr, sizeOf} from '../lab/cidr.js';
import {EastwestError} from '../base/errors.js';

export interface Pool {
  readonly first: number;
  readonly last: number;
}

/**
 * A pool's address range in the docker network: host numbers in its last /24 (172.18.255.101-172.18.255.120
 * of 172.18.0.0/16), where the engine's own allocation, which counts from the start, does not come.
 */
export function poolRange(subnet: string, {first, last}: Pool): string {
  const cidr = parseCidr(subnet);
  if (cidr === undefined || cidr.bits > 24) {
    throw new EastwestError(`the docker network ${subnet} is too small for address pools`, {
      code: 'POOL-NO-ROOM',
      hint: 'give spec.dockerNetwork.subnet a range of at least 256 addresses, e.g. 172.30.0.0/16',
    });
  }
  const block = cidr.base + sizeOf(cidr) - 256;
  return `${dotted(block + first)}-${dotted(block + last)}`;
}
