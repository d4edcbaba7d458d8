import {z} from 'zod';
import {COUNT, countHolds} from '../../compare.js';
import {strict} from '../../strict.js';
import type {Expectation} from '../expectation.js';

const schema = strict({
  port: z.int().optional().describe('Its port.'),
  sni: z
    .string()
    .min(1)
    .optional()
    .describe('One of its filter chains is for this name in the TLS ClientHello.'),
  cluster: z.string().min(1).optional().describe('It leads to this Envoy cluster.'),
  count: z
    .union([z.int().min(0), z.string().regex(COUNT, 'expected a number such as 2, or ">= 1"')])
    .optional()
    .describe('How many listeners are like this; `>= 1` unless given.'),
}).meta({
  description: 'The proxy listens like this.',
  examples: [
    {
      port: 15443,
      sni: 'outbound_.80_._.catalog.istioinaction.svc.cluster.local',
      cluster: 'outbound_.80_._.catalog.istioinaction.svc.cluster.local',
    },
  ],
});

/** The proxy listens like this. */
export const listener: Expectation<'listeners', z.infer<typeof schema>> = {
  schema,
  judges: ['listeners'],
  judge: ({port, sni, cluster, count = '>= 1'}, {listeners}) => {
    const found = listeners.filter(
      (one) =>
        (port === undefined || one.port === port) &&
        ((sni === undefined && cluster === undefined) ||
          one.chains.some(
            (chain) =>
              (sni === undefined || chain.sni.includes(sni)) &&
              (cluster === undefined || chain.cluster === cluster),
          )),
    );
    const words = [
      port === undefined ? '' : `port ${port}`,
      sni === undefined ? '' : `SNI ${sni}`,
      cluster === undefined ? '' : `to ${cluster}`,
    ].filter((word) => word !== '');
    const ports = [...new Set(listeners.map((one) => one.port))].join(', ') || 'none';
    const ok = countHolds(count, found.length);
    const chains = found.reduce((sum, one) => sum + one.chains.length, 0);
    return {
      ok,
      evidence: ok
        ? `${found.length} listeners with ${words.join(' ')}, ${chains} filter chains`
        : `${found.length} such of the listeners on ports ${ports}`,
      wanted: `${count} with ${words.join(' ')}`,
    };
  },
};
