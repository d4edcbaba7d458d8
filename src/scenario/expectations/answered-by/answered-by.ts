import {z} from 'zod';
import type {Expectation} from '../expectation.js';
import {tally, tallyText} from '../tally.js';

const schema = z
  .array(z.string().min(1))
  .min(1)
  .meta({
    description: 'Each of these answers came at least once, and no other did.',
    examples: [['Hello from WEST', 'Hello from EAST']],
  });

/** Each of these answers came at least once, and no other did. */
export const answeredBy: Expectation<'calls', z.infer<typeof schema>> = {
  schema,
  judges: ['calls'],
  judge: (wanted, {answers}) => {
    const counts = tally(answers, wanted);
    return {
      ok: counts.size === wanted.length && [...counts.values()].every((count) => count > 0),
      evidence: tallyText(counts, answers.length),
      wanted: `some ${wanted.join(', some ')}, nothing else`,
    };
  },
};
