import {z} from 'zod';
import type {Expectation} from '../expectation.js';

const schema = z.boolean().meta({
  description:
    'Whether all that was looked at goes back to one root: the self-signed certificates among it are one and the same.',
  examples: [true],
});

/** Whether all that was looked at goes back to one root: the self-signed certificates among it are one and the same. */
export const sameRoot: Expectation<'certificates', boolean> = {
  schema,
  judges: ['certificates'],
  judge: (wanted, {chains}) => {
    const roots = chains.flatMap(({name, certificates}) =>
      certificates.filter(({selfSigned}) => selfSigned).map((root) => ({place: name, ...root})),
    );
    const different = new Map(roots.map((root) => [root.fingerprint, root]));
    const told = [...different.values()].map(
      ({subject, serial, place}) => `${subject} with serial ${serial.slice(0, 8)}… in ${place}`,
    );
    return {
      ok: different.size > 0 && (different.size === 1) === wanted,
      evidence: `${different.size} ${different.size === 1 ? 'root' : 'roots'} in ${chains.length} chains: ${told.join(', ')}`,
      wanted: wanted ? 'one root' : 'different roots',
    };
  },
};
