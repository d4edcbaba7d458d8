import {z} from 'zod';
import {COUNT, countHolds} from '../../compare.js';
import {addressIn} from '../../addresses.js';
import {hasPart} from '../../partial.js';
import type {Endpoint} from '../../measured.js';
import {strict} from '../../strict.js';
import type {Expectation} from '../expectation.js';

const schema = strict({
  address: z.string().min(1).optional().describe('IP address.'),
  inNetwork: z.string().min(1).optional().describe('The address lies in this network, e.g. `10.20.0.0/16`.'),
  port: z.int().optional().describe('Port.'),
  priority: z.int().min(0).optional().describe('0 is used first.'),
  weight: z.int().optional().describe('Load balancing weight.'),
  locality: strict({
    region: z.string().optional().describe('Region.'),
    zone: z.string().optional().describe('Zone.'),
  })
    .optional()
    .describe('Where it is.'),
  health: z.string().optional().describe("The control plane's word, e.g. `HEALTHY`."),
  outlier: z.enum(['OK', 'FAILED']).optional().describe("Envoy's own word: `FAILED` is ejected."),
  count: z
    .union([z.int().min(0), z.string().regex(COUNT, 'expected a number such as 2, or ">= 1"')])
    .optional()
    .describe('How many endpoints are like this; `>= 1` unless given.'),
}).meta({
  description: 'The proxy has an endpoint that has all of this.',
  examples: [{priority: 1, locality: {region: 'eastus'}, outlier: 'OK'}],
});

type Asked = Omit<z.infer<typeof schema>, 'count'>;

/** The proxy has an endpoint that has all of this. */
export const endpoint: Expectation<'endpoints', z.infer<typeof schema>> = {
  schema,
  judges: ['endpoints'],
  judge: ({count = '>= 1', inNetwork, ...plain}, {endpoints}) => {
    const wanted = {...plain, inNetwork};
    const found = endpoints.filter(
      (candidate) =>
        hasPart(
          candidate,
          Object.fromEntries(Object.entries(plain).filter(([, part]) => part !== undefined)),
        ) &&
        (inNetwork === undefined || addressIn(candidate.address, inNetwork)),
    );
    const ok = countHolds(count, found.length);
    const all = endpoints.map(endpointText).join('; ') || 'no endpoint';
    return {
      ok,
      evidence:
        ok && found.length > 0
          ? found.map((host) => shortText(host, wanted)).join('; ')
          : `${found.length} such of ${all}`,
      wanted: `${count} with ${wordsOf(wanted)}`,
    };
  },
};

/** `10.10.0.20:8080 priority 0 westus/0 HEALTHY, outlier check FAILED`. */
export function endpointText({address, port, priority, locality, health, outlier}: Endpoint): string {
  const place = locality.region === '' ? 'no locality' : `${locality.region}/${locality.zone}`;
  return `${address}:${port} priority ${priority} ${place} ${health}, outlier check ${outlier}`;
}

/** The endpoint's name, and of the rest only what was asked for. */
function shortText(host: Endpoint, asked: Asked): string {
  return `${host.address}:${host.port} ${wordsOf({...asked, address: undefined, port: undefined})}`.trim();
}

function wordsOf(wanted: object): string {
  return Object.entries(wanted)
    .filter(([, part]) => part !== undefined)
    .map(
      ([key, part]) =>
        `${key} ${typeof part === 'object' ? Object.values(part as object).join('/') : String(part)}`,
    )
    .join(', ');
}
