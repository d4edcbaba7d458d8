import {isIPv4} from 'node:net';
import {z} from 'zod';
import {addressNumber, parseCidr, sizeOf} from '../../../lab/cidr.js';
import type {Expectation} from '../expectation.js';

const schema = z.string().min(1);

/** Every name is an IPv4 address in a network (`10.10.0.0/16`) or a range (`172.18.255.101-172.18.255.120`). */
export const inNetwork: Expectation<'names', string> = {
  schema,
  judges: ['names'],
  judge: (wanted, {names}) => {
    const range = rangeOf(wanted);
    const outside = names.filter((name) => {
      if (!isIPv4(name) || range === undefined) return true;
      const address = addressNumber(name);
      return address < range.first || address > range.last;
    });
    return {
      ok: names.length > 0 && outside.length === 0,
      evidence:
        outside.length > 0
          ? `not in ${wanted}: ${outside.join(', ')}`
          : `${names.length} of ${names.length} in ${wanted}`,
      wanted: `addresses in ${wanted}`,
    };
  },
};

function rangeOf(text: string): {first: number; last: number} | undefined {
  const cidr = parseCidr(text);
  if (cidr !== undefined) return {first: cidr.base, last: cidr.base + sizeOf(cidr) - 1};
  const [first = '', last = ''] = text.split('-');
  return isIPv4(first) && isIPv4(last) ? {first: addressNumber(first), last: addressNumber(last)} : undefined;
}
