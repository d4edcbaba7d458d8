import {addressIn} from '../../scenario/addresses.js';
import type {AddressBook} from '../state.js';

const ADDRESS = /(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?!\d|\.\d)/g;

/**
 * Puts in place of each address that a cluster gives anew whenever it likes whose it is: `<pod of west>`. Others, those of
 * gateways among them, are facts. `named` is asked for the name of a service.
 */
export function addressNames(
  {services, nodes, podSubnets, serviceSubnets}: AddressBook,
  named: (service: string) => string,
): (text: string) => string {
  const known = new Map<string, string>();
  const meant = (address: string): string => {
    const service = services[address];
    if (service !== undefined) return `<address of ${named(service)}>`;
    if (nodes[address] !== undefined) return `<node of ${nodes[address]}>`;
    const pods = clusterIn(address, podSubnets);
    if (pods !== undefined) return `<pod of ${pods}>`;
    return clusterIn(address, serviceSubnets) === undefined ? address : '<address of a service>';
  };
  const name = (address: string): string => {
    const found = known.get(address) ?? meant(address);
    known.set(address, found);
    return found;
  };
  return (text) => text.replace(ADDRESS, name);
}

function clusterIn(address: string, subnets: Readonly<Record<string, string>>): string | undefined {
  return Object.entries(subnets).find(([subnet]) => addressIn(address, subnet))?.[1];
}
