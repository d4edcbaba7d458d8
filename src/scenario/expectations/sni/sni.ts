import {z} from 'zod';
import type {Expectation} from '../expectation.js';

const schema = z.record(z.string().min(1), z.string().min(1)).meta({
  description: 'Connections of these Envoy clusters ask for these server names in their TLS ClientHello.',
  examples: [
    {
      'outbound|80||catalog.istioinaction.svc.cluster.local':
        'outbound_.80_._.catalog.istioinaction.svc.cluster.local',
    },
  ],
});

/** Connections of these Envoy clusters ask for these server names in their TLS ClientHello. */
export const sni: Expectation<'names', z.infer<typeof schema>> = {
  schema,
  judges: ['names'],
  judge: (wanted, measured) => {
    const pairs = Object.entries(wanted);
    const wrong = pairs.filter(([cluster, name]) => measured.sni?.[cluster] !== name);
    const told = (wrong.length > 0 ? wrong : pairs).map(
      ([cluster]) =>
        `${cluster} ${measured.names.includes(cluster) ? `asks for ${measured.sni?.[cluster] ?? 'no name'}` : 'is not there'}`,
    );
    return {
      ok: wrong.length === 0,
      evidence: told.join('; '),
      wanted: pairs.map(([cluster, name]) => `${cluster} asks for ${name}`).join('; '),
    };
  },
};
