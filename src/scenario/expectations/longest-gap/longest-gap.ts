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

/** A time without a good answer, in milliseconds since 1970. */
export interface Silence {
  readonly fromMs: number;
  readonly toMs: number;
}

type Ended = Pick<Call, 'at' | 'ms' | 'status' | 'error'>;

/**
 * The times without a good answer, one after the other: from the first call's issue, between each two good answers, to
 * the last call's end.
 */
export function silences(calls: readonly Ended[]): readonly Silence[] {
  const [first] = calls.map(({at}) => at).sort((a, b) => a - b);
  const ends = calls.map(({at, ms}) => at + ms).sort((a, b) => a - b);
  if (first === undefined) return [];
  const marks = [first, ...calls.filter(isGood).map(({at, ms}) => at + ms), ends.at(-1) ?? first].sort(
    (a, b) => a - b,
  );
  return marks.slice(1).map((toMs, index) => ({fromMs: marks[index] ?? toMs, toMs}));
}

function longestGapMs(calls: readonly Call[]): number {
  return silences(calls).reduce((most, {fromMs, toMs}) => Math.max(most, toMs - fromMs), 0);
}
