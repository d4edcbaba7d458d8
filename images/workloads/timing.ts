import {durationMsOf, parseDurationMs} from './durations.js';
import {SettingError, textOf, type Env} from './env.js';

/** How long answers take: most the median's time, one in ten the 90th percentile's, one in 100 the 99th's. */
export interface Timing {
  readonly p50Ms: number;
  readonly p90Ms: number;
  readonly p99Ms: number;
  readonly variance: Variance;
}

/** By how much one answer may be off either way: so many percent of its time, or so many milliseconds. */
export interface Variance {
  readonly of: 'percent' | 'ms';
  readonly amount: number;
}

export function timingOf(env: Env): Timing {
  const p50 = textOf(env, 'TIMING_50_PERCENTILE', '0');
  const p90 = textOf(env, 'TIMING_90_PERCENTILE', p50);
  return {
    p50Ms: durationMsOf(env, 'TIMING_50_PERCENTILE', p50),
    p90Ms: durationMsOf(env, 'TIMING_90_PERCENTILE', p90),
    p99Ms: durationMsOf(env, 'TIMING_99_PERCENTILE', p90),
    variance: varianceOf(env),
  };
}

/** The time of one answer, drawn with two numbers from 0 to below 1. */
export function drawMs({p50Ms, p90Ms, p99Ms, variance}: Timing, which: number, off: number): number {
  const baseMs = which < 0.9 ? p50Ms : which < 0.99 ? p90Ms : p99Ms;
  const rangeMs = variance.of === 'percent' ? (baseMs * variance.amount) / 100 : variance.amount;
  return Math.max(0, baseMs + (off * 2 - 1) * rangeMs);
}

// The chapter writes a duration here, the server that it was written for a percentage.
function varianceOf(env: Env): Variance {
  const value = textOf(env, 'TIMING_VARIANCE', '0');
  const percent = /^(?<amount>\d+(\.\d+)?)%?$/.exec(value)?.groups?.['amount'];
  if (percent !== undefined) return {of: 'percent', amount: Number(percent)};
  const ms = parseDurationMs(value);
  if (ms !== undefined) return {of: 'ms', amount: ms};
  throw new SettingError('TIMING_VARIANCE', 'a percentage such as 10 or a duration such as 40ms', value);
}
