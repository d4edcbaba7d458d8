import {SettingError, textOf, type Env} from './env.js';

const UNIT_MS: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
};

/** Milliseconds of a duration in Go's notation (`150ms`, `1.5s`, `1m30s`, `0`), undefined for anything else. */
export function parseDurationMs(text: string): number | undefined {
  if (text === '0') return 0;
  if (!/^(\d+(\.\d+)?(ns|us|µs|ms|s|m|h))+$/.test(text)) return undefined;
  let totalMs = 0;
  for (const [, amount, unit] of text.matchAll(/([\d.]+)(ns|us|µs|ms|s|m|h)/g)) {
    totalMs += Number(amount) * (UNIT_MS[unit ?? ''] ?? Number.NaN);
  }
  return totalMs;
}

/** Milliseconds as a short text, e.g. `150.2ms`. */
export function durationText(ms: number): string {
  return `${Math.round(ms * 1000) / 1000}ms`;
}

export function durationMsOf(env: Env, name: string, fallback: string): number {
  const value = textOf(env, name, fallback);
  const ms = parseDurationMs(value);
  if (ms === undefined) throw new SettingError(name, 'a duration such as 150ms or 1s', value);
  return ms;
}
