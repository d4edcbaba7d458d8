import {z} from 'zod';
import type {Expectation} from '../expectation.js';

const schema = z.boolean().meta({description: 'Whether the object is there.', examples: [true]});

/** Whether the object is there. */
export const exists: Expectation<'object' | 'secret', boolean> = {
  schema,
  judges: ['object', 'secret'],
  judge: (wanted, measured) => {
    const there = (measured.kind === 'secret' ? measured.secret : measured.object) !== undefined;
    return {
      ok: there === wanted,
      evidence: there ? 'there' : 'not there',
      wanted: wanted ? 'there' : 'not there',
    };
  },
};
