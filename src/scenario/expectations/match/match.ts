import {z} from 'zod';
import {missingParts} from '../../partial.js';
import type {Expectation} from '../expectation.js';

const schema = z.record(z.string(), z.unknown()).meta({
  description:
    'The object has at least these fields with these values: every key of a mapping, every element of a list somewhere in the list.',
  examples: [{spec: {type: 'LoadBalancer', ports: [{port: 15443}]}}],
});

/** The object, or what is told of a Secret, has at least these fields with these values. */
export const match: Expectation<'object' | 'secret', z.infer<typeof schema>> = {
  schema,
  judges: ['object', 'secret'],
  judge: (wanted, measured) => {
    const object = measured.kind === 'secret' ? measured.secret : measured.object;
    const missing = missingParts(object, wanted);
    const found = missing.length === 0 ? JSON.stringify(wanted) : missing.join(', ');
    return {
      ok: missing.length === 0,
      evidence: object === undefined ? 'not there' : found,
      wanted: JSON.stringify(wanted),
    };
  },
};
