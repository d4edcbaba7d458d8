import {z} from 'zod';
import {COUNT, countHolds} from '../../compare.js';
import type {Connection} from '../../measured.js';
import {strict} from '../../strict.js';
import type {Expectation} from '../expectation.js';

const schema = strict({
  sni: z.string().min(1).optional().describe("At least one ClientHello asks for this server's name."),
  connections: z
    .union([z.int().min(0), z.string().regex(COUNT, 'expected a number such as 2, or ">= 1"')])
    .optional()
    .describe('How many connections carried something; `>= 1` unless given.'),
}).meta({
  description:
    'All that was captured is TLS records, and nowhere is there an HTTP request that one could read.',
  examples: [{sni: 'outbound_.80_._.catalog.istioinaction.svc.cluster.local', connections: '>= 5'}],
});

/** All that was captured is TLS records, and nowhere is there an HTTP request that one could read. */
export const tls: Expectation<'packets', z.infer<typeof schema>> = {
  schema,
  judges: ['packets'],
  judge: ({sni, connections: count = '>= 1'}, {connections}) => {
    const carrying = connections.filter(({bytes}) => bytes > 0);
    const open = carrying.filter(({tlsRecords, requests}) => tlsRecords === undefined || requests.length > 0);
    const greeted = carrying.filter((one) => sni === undefined || one.sni === sni);
    const records = carrying.reduce((sum, one) => sum + (one.tlsRecords ?? 0), 0);
    const names = [...new Set(carrying.flatMap((one) => one.sni ?? []))].join(', ') || 'no name';
    return {
      ok: countHolds(count, carrying.length) && open.length === 0 && greeted.length > 0,
      evidence:
        open[0] === undefined
          ? `${carrying.length} connections, ${records} TLS records and nothing else, SNI ${names}`
          : `${open.length} of ${carrying.length} connections are not TLS alone: ${connectionText(open[0])}`,
      wanted: `${count} connections of TLS alone${sni === undefined ? '' : `, one with SNI ${sni}`}`,
    };
  },
};

/** `172.18.0.3:40102 to 172.18.255.202:15443, 5120 bytes, GET /items in plain text`. */
export function connectionText({client, server, bytes, requests: [request]}: Connection): string {
  const plain = request === undefined ? '' : `, ${request.method} ${request.path} in plain text`;
  return `${client} to ${server}, ${bytes} bytes${plain}`;
}
