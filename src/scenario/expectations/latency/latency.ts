import {z} from 'zod';
import {isMapping, strict} from '../../strict.js';
import type {Expectation} from '../expectation.js';

const atMost = z.number().positive().optional();

/** Milliseconds that each percentile may take at most. */
const schema = strict({
  p50: atMost.describe('Half of the answers took at most this.'),
  p90: atMost.describe('9 of 10.'),
  p99: atMost.describe('99 of 100.'),
})
  .refine((wanted) => Object.values(wanted).some((limit) => limit !== undefined), {
    message: 'wants at least one of p50, p90, p99',
    when: isMapping,
  })
  .meta({
    description:
      'How long the answers took, from issue to the last byte. Calls without any answer are not among them.',
    examples: [{p50: 100, p99: 1000}],
  });

const PERCENTILES = ['p50', 'p90', 'p99'] as const;

/** How long the answers took, from issue to the last byte. Calls without any answer are not among them. */
export const latency: Expectation<'calls', z.infer<typeof schema>> = {
  schema,
  judges: ['calls'],
  judge: (wanted, {calls}) => {
    const times = calls.filter(({error}) => error === undefined).map(({ms}) => ms);
    const named = PERCENTILES.flatMap((key) => {
      const limit = wanted[key];
      return limit === undefined ? [] : [{key, limit, ms: percentile(times, Number(key.slice(1)))}];
    });
    return {
      ok: times.length > 0 && named.every(({limit, ms}) => ms <= limit),
      evidence:
        times.length === 0
          ? `no answer to ${calls.length} calls`
          : `${named.map(({key, ms}) => `${key} ${ms} ms`).join(', ')} of ${times.length} answers`,
      wanted: named.map(({key, limit}) => `${key} <= ${limit} ms`).join(', '),
    };
  },
};

/** The smallest of the times that so many percent of them do not exceed (nearest rank); NaN of none. */
export function percentile(times: readonly number[], percent: number): number {
  const sorted = [...times].sort((a, b) => a - b);
  const rank = Math.max(1, Math.ceil((percent / 100) * sorted.length));
  return sorted[rank - 1] ?? Number.NaN;
}
