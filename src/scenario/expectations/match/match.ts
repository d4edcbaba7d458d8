import {z} from 'zod';
import {hasPart} from '../../partial.js';
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
    const object = (measured.kind === 'secret' ? measured.secret : measured.object) as
      Readonly<Record<string, unknown>> | undefined;
    const part = Object.fromEntries(Object.keys(wanted).map((key) => [key, object?.[key]]));
    return {
      ok: hasPart(object, wanted),
      evidence: object === undefined ? 'not there' : JSON.stringify(hasPart(object, wanted) ? wanted : part),
      wanted: JSON.stringify(wanted),
    };
  },
};
