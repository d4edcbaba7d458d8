import {z} from 'zod';
import type {Expectation} from '../expectation.js';

const schema = z.boolean();

/** Whether the object is there. */
export const exists: Expectation<'object', boolean> = {
  schema,
  judges: ['object'],
  judge: (wanted, {object}) => ({
    ok: (object !== undefined) === wanted,
    evidence: object === undefined ? 'not there' : 'there',
    wanted: wanted ? 'there' : 'not there',
  }),
};
