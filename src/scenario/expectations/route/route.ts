import {z} from 'zod';
import {COUNT, countHolds} from '../../compare.js';
import {strict} from '../../strict.js';
import type {Expectation} from '../expectation.js';

const number = z.union([z.int().min(0), z.string().regex(COUNT, 'expected a number such as 2, or ">= 1"')]);

const schema = strict({
  domain: z.string().min(1).optional().describe("One of the virtual host's domains."),
  cluster: z.string().min(1).optional().describe('An Envoy cluster that it sends calls to.'),
  retries: number.optional().describe('How often a call is tried again.'),
  count: number.optional().describe('How many virtual hosts are like this; `>= 1` unless given.'),
}).meta({
  description: 'The proxy routes like this.',
  examples: [{domain: 'simple-backend.istioinaction.io', retries: 3}],
});

/** The proxy routes like this. */
export const route: Expectation<'routes', z.infer<typeof schema>> = {
  schema,
  judges: ['routes'],
  judge: ({domain, cluster, retries, count = '>= 1'}, {routes}) => {
    const near = routes.filter(
      (one) =>
        (domain === undefined || one.domains.includes(domain)) &&
        (cluster === undefined || one.clusters.includes(cluster)),
    );
    const found = near.filter((one) => retries === undefined || countHolds(retries, one.retries));
    const ok = countHolds(count, found.length);
    const words = [domain ?? '', cluster ?? '', retries === undefined ? '' : `retries ${retries}`]
      .filter((word) => word !== '')
      .join(', ');
    const seen = near.map((one) => `${one.domains[0] ?? ''} with ${one.retries} retries`).slice(0, 3);
    return {
      ok,
      evidence: ok
        ? `${found.length} virtual hosts: ${words}`
        : `${found.length} such of ${routes.length}${seen.length > 0 ? `; ${seen.join('; ')}` : ''}`,
      wanted: `${count} with ${words}`,
    };
  },
};
