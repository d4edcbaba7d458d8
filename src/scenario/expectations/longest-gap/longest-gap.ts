import {z} from 'zod';
import type {Call} from '../../measured.js';
import type {Expectation} from '../expectation.js';
import {isGood} from '../good.js';

/** Milliseconds at most. */
const schema = z
  .number()
  .positive()
  .meta({
    description:
      "The longest time in which no good answer came, from the first call's issue to the last call's end. It says something of calls at a set rate: a caller that waits for its answers is silent while it waits.",
    examples: [2000],
  });

/**
 * The longest time in which no good answer came, from the first call's issue to the last call's end. It says
 * something of calls at a set rate: a caller that waits for its answers is silent while it waits.
 */
export const longestGap: Expectation<'calls', number> = {
  schema,
  judges: ['calls'],
  judge: (limit, {calls}) => {
    const gap = longestGapMs(calls);
    const good = calls.filter(isGood).length;
    const seen = `${Math.round(gap)} ms at most without a good answer`;
    return {
      ok: good > 0 && gap <= limit,
      evidence: `${seen}, ${good} of ${calls.length} good`,
      wanted: `<= ${limit} ms`,
    };
  },
};

function longestGapMs(calls: readonly Call[]): number {
  const ends = calls.map(({at, ms}) => at + ms);
  const marks = [
    Math.min(...calls.map(({at}) => at)),
    ...calls.filter(isGood).map(({at, ms}) => at + ms),
    Math.max(...ends),
  ].sort((a, b) => a - b);
  return marks.reduce((most, mark, index) => Math.max(most, mark - (marks[index - 1] ?? mark)), 0);
}
