import {z} from 'zod';
import {COUNT, countHolds} from '../../compare.js';
import {hasPart} from '../../partial.js';
import {strict} from '../../strict.js';
import type {ProxySync} from '../../measured.js';
import type {Expectation} from '../expectation.js';

const schema = strict({
  cluster: z.string().min(1).optional().describe("Istio's name for its cluster."),
  version: z.string().min(1).optional().describe('The version of Istio that it says it is of.'),
  sync: z.record(z.string(), z.string()).optional().describe('By type, e.g. `{CDS: SYNCED, RDS: NOT SENT}`.'),
  count: z
    .union([z.int().min(0), z.string().regex(COUNT, 'expected a number such as 2, or ">= 1"')])
    .optional()
    .describe('How many proxies are like this; all of them unless given, and at least one.'),
}).meta({
  description: 'The proxies that istiod knows are of this kind.',
  examples: [{cluster: '${west.istioName}'}],
});

/** The proxies that istiod knows are of this kind. */
export const proxy: Expectation<'proxies', z.infer<typeof schema>> = {
  schema,
  judges: ['proxies'],
  judge: ({count, ...asked}, {proxies}) => {
    const wanted = Object.fromEntries(Object.entries(asked).filter(([, part]) => part !== undefined));
    const found = proxies.filter((candidate) => hasPart(candidate, wanted));
    const ok =
      count === undefined
        ? found.length > 0 && found.length === proxies.length
        : countHolds(count, found.length);
    const told = ok ? found : proxies.filter((candidate) => !found.includes(candidate));
    return {
      ok,
      evidence: `${found.length} of ${proxies.length} such proxies: ${told.map(textOf).join('; ')}`,
      wanted: `${count ?? 'all'} with ${JSON.stringify(wanted)}`,
    };
  },
};

function textOf({proxy: name, cluster, version, sync}: ProxySync): string {
  const states = Object.entries(sync).map(([type, state]) => `${type} ${state}`);
  return [name, cluster, version, ...states].join(' ');
}
