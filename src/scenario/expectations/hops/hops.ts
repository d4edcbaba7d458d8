import {z} from 'zod';
import type {AccessEntry} from '../../measured.js';
import {hasPart} from '../../partial.js';
import {strict} from '../../strict.js';
import type {Expectation} from '../expectation.js';

const text = z.string().min(1).optional();

const schema = z
  .array(
    strict({
      at: z.string().min(1).describe('`west/webapp`: whose proxy wrote it.'),
      method: text.describe('The HTTP method.'),
      path: text.describe('The path.'),
      code: z.int().optional().describe('The status.'),
      authority: text.describe('The Host header.'),
      forwardedFor: text.describe('X-Forwarded-For.'),
      upstreamHost: text.describe('The address that it was sent to.'),
      upstreamCluster: text.describe('The Envoy cluster that it was sent to.'),
    }),
  )
  .min(1)
  .meta({
    description: 'The request of one id was written down by these proxies, each with at least this.',
    examples: [
      [
        {at: 'west/istio-ingressgateway', path: '/api/catalog', code: 200},
        {
          at: 'west/webapp',
          path: '/items',
          code: 200,
          upstreamHost: '${east.eastWestGateway}:15443',
          upstreamCluster: 'outbound|80||catalog.istioinaction.svc.cluster.local',
        },
        {at: 'east/catalog', path: '/items', code: 200, authority: 'catalog.istioinaction.svc.cluster.local'},
      ],
    ],
  });

/** The request of one id was written down by these proxies, each with at least this. */
export const hops: Expectation<'trail', z.infer<typeof schema>> = {
  schema,
  judges: ['trail'],
  judge: (wanted, {requestId, entries}) => {
    const missing = wanted.filter((hop) => !entries.some((entry) => hasPart(entry, hop)));
    const seen = entries.map(entryText).join('; ') || 'written down by nobody';
    return {
      ok: missing.length === 0,
      evidence: `request ${requestId || 'not found'}: ${seen}`,
      wanted: (missing.length > 0 ? missing : wanted).map(hopText).join('; '),
    };
  },
};

function hopText({at, ...rest}: z.infer<typeof schema>[number]): string {
  const fields = Object.values(rest).map(String).join(' ');
  return fields === '' ? at : `${at} with ${fields}`;
}

/** What one access log says of the request. */
export function entryText({at, method, path, code, upstreamHost}: AccessEntry): string {
  return `${at} ${method} ${path} ${code} -> ${upstreamHost}`;
}
