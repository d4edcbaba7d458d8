import {z} from 'zod';
import type {Expectation} from '../expectation.js';

const schema = z.boolean().meta({
  description: 'All the actions that were asked about are allowed, or none of them.',
  examples: [true],
});

/** All the actions that were asked about are allowed, or none of them. */
export const allowed: Expectation<'access', boolean> = {
  schema,
  judges: ['access'],
  judge: (wanted, {answers}) => {
    const wrong = answers.filter((answer) => answer.allowed !== wanted);
    const told = wrong.length > 0 ? wrong : answers;
    return {
      ok: answers.length > 0 && wrong.length === 0,
      evidence: told.map((one) => `${one.action}: ${one.allowed ? 'yes' : 'no'}`).join(', '),
      wanted: wanted ? 'all allowed' : 'none allowed',
    };
  },
};
