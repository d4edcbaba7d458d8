import {z} from 'zod';
import type {Span} from '../../measured.js';
import {hasPart} from '../../partial.js';
import {strict} from '../../strict.js';
import type {Expectation} from '../expectation.js';

const text = z.string().min(1).optional();

const schema = z
  .array(
    strict({
      cluster: z.string().min(1).describe('Whose Jaeger has it.'),
      service: z.string().min(1).describe("The proxy's name in Jaeger: `webapp.istioinaction`."),
      operation: text.describe('What the span is called.'),
      status: text.describe('The HTTP status, as a text.'),
      upstreamCluster: text.describe('The Envoy cluster that the request was sent to.'),
    }),
  )
  .min(1)
  .meta({
    description: 'The trace of one id has these spans, each with at least this.',
    examples: [
      [
        {cluster: 'west', service: 'istio-ingressgateway.istio-system', status: '200'},
        {cluster: 'east', service: 'catalog.istioinaction'},
      ],
    ],
  });

/** The trace of one id has these spans, each with at least this. */
export const spans: Expectation<'trace', z.infer<typeof schema>> = {
  schema,
  judges: ['trace'],
  judge: (wanted, {traceId, spans: found}) => {
    const missing = wanted.filter((span) => !found.some((candidate) => hasPart(candidate, span)));
    return {
      ok: missing.length === 0,
      evidence: `trace ${traceId}: ${found.map(spanText).join(', ') || 'no spans'}`,
      wanted: `in one trace ${missing.map(({cluster, service}) => `${cluster}/${service}`).join(', ')}`,
    };
  },
};

function spanText({cluster, service}: Span): string {
  return `${cluster}/${service}`;
}
