import {z} from 'zod';
import {addressIn} from '../../addresses.js';
import type {Expectation} from '../expectation.js';

const schema = z
  .string()
  .min(1)
  .meta({
    description:
      'Every name is an IPv4 address in a network (`10.10.0.0/16`) or a range (`172.18.255.101-172.18.255.120`).',
    examples: ['${west.pool}'],
  });

/** Every name is an IPv4 address in a network (`10.10.0.0/16`) or a range (`172.18.255.101-172.18.255.120`). */
export const inNetwork: Expectation<'names', string> = {
  schema,
  judges: ['names'],
  judge: (wanted, {names}) => {
    const outside = names.filter((name) => !addressIn(name, wanted));
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
