import {z} from 'zod';
import {hasPart} from '../../partial.js';
import type {Expectation} from '../expectation.js';

const schema = z.record(z.string(), z.unknown());

/** The object has at least these fields with these values. */
export const match: Expectation<'object', z.infer<typeof schema>> = {
  schema,
  judges: ['object'],
  judge: (wanted, {object}) => {
    const part = Object.fromEntries(Object.keys(wanted).map((key) => [key, object?.[key]]));
    return {
      ok: hasPart(object, wanted),
      evidence: object === undefined ? 'not there' : JSON.stringify(hasPart(object, wanted) ? wanted : part),
      wanted: JSON.stringify(wanted),
    };
  },
};
