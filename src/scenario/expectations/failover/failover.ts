import {z} from 'zod';
import {strict} from '../../strict.js';
import type {Call} from '../../measured.js';
import type {Expectation} from '../expectation.js';
import {isGood} from '../good.js';

const schema = strict({
  to: z.string().min(1).describe('The answer that all calls have in the end.'),
  withinMs: z.number().positive().describe('How long it may take at most, in milliseconds.'),
}).meta({
  description:
    'How long it takes from the first error, or where there was none from the first of these answers, to the end of the last call that got another answer or an error. The last call of all must have this answer.',
  examples: [{to: 'Hello from EAST', withinMs: 5000}],
});

/** How long calls take to go over from one answer to another. */
export const failover: Expectation<'calls', z.infer<typeof schema>> = {
  schema,
  judges: ['calls'],
  judge: ({to, withinMs}, {calls, answers}) => {
    const failed = calls.filter((call) => !isGood(call));
    const over = calls.filter((_, index) => answers[index] === to);
    const others = calls.filter((_, index) => answers[index] !== to);
    const wanted = `all calls answered by ${to} within ${withinMs} ms`;
    const lost = `${failed.length} of ${calls.length} calls failed`;
    const start = Math.min(...(failed.length > 0 ? failed : over).map(endOf));
    if (over.length === 0 || answers.at(-1) !== to)
      return {ok: false, evidence: `the last answer is ${answers.at(-1) ?? 'none'}; ${lost}`, wanted};
    const ms = Math.max(0, ...others.map((call) => endOf(call) - start));
    const from = failed.length > 0 ? 'the first error' : `the first ${to}`;
    return {
      ok: ms <= withinMs,
      evidence: `${Math.round(ms)} ms from ${from} to the last call not answered by ${to}; ${lost}`,
      wanted,
    };
  },
};

function endOf({at, ms}: Call): number {
  return at + ms;
}
