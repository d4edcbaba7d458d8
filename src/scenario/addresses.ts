import {isIPv4} from 'node:net';
import {addressNumber, parseCidr, sizeOf} from '../lab/cidr.js';

/** Whether an IPv4 address lies in a network (`10.10.0.0/16`) or a range (`172.18.255.101-172.18.255.120`). */
export function addressIn(address: string, network: string): boolean {
  const range = rangeOf(network);
  if (!isIPv4(address) || range === undefined) return false;
  const number = addressNumber(address);
  return range.first <= number && number <= range.last;
}

/** First and last address, both of it, as numbers. */
export interface AddressRange {
  readonly first: number;
  readonly last: number;
}

/** Reads `a.b.c.d/bits` and `a.b.c.d-a.b.c.d`; undefined for anything else, e.g. IPv6. */
export function rangeOf(text: string): AddressRange | undefined {
  const cidr = parseCidr(text);
  if (cidr !== undefined) return {first: cidr.base, last: cidr.base + sizeOf(cidr) - 1};
  const [first = '', last = ''] = text.split('-');
  return isIPv4(first) && isIPv4(last) ? {first: addressNumber(first), last: addressNumber(last)} : undefined;
}
