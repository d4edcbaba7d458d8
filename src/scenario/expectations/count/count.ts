import {z} from 'zod';
import {COUNT, countHolds} from '../../compare.js';
import type {Expectation} from '../expectation.js';

const schema = z
  .union([z.int().min(0), z.string().regex(COUNT, 'expected a number such as 2, or ">= 1"')])
  .meta({
    description: 'How many things the probe found: a number, or a comparison such as `">= 1"`.',
    examples: ['>= 1'],
  });

type Kind = 'endpoints' | 'names' | 'proxies' | 'listeners' | 'objects';

/** How many things the probe found. */
export const count: Expectation<Kind, z.infer<typeof schema>> = {
  schema,
  judges: ['endpoints', 'names', 'proxies', 'listeners', 'objects'],
  judge: (wanted, measured) => {
    const found = numberOf(measured);
    return {
      ok: countHolds(wanted, found),
      evidence: `${measured.kind}: ${found}`,
      wanted: `${measured.kind}: ${wanted}`,
    };
  },
};

type Countable = Parameters<typeof count.judge>[1];

function numberOf(measured: Countable): number {
  switch (measured.kind) {
    case 'endpoints':
      return measured.endpoints.length;
    case 'names':
      return measured.names.length;
    case 'proxies':
      return measured.proxies.length;
    case 'listeners':
      return measured.listeners.length;
    case 'objects':
      return measured.objects.length;
  }
}
