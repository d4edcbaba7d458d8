/** `500ms`, `30s`, `2m`. */
export const DURATION = /^(\d+(?:\.\d+)?)(ms|s|m)$/;

const UNIT_MS: Readonly<Record<string, number>> = {ms: 1, s: 1000, m: 60_000};

/** Milliseconds of a text that matches DURATION. */
export function durationMs(text: string): number {
  const [, amount = '', unit = ''] = DURATION.exec(text) ?? [];
  return Number(amount) * (UNIT_MS[unit] ?? Number.NaN);
}
