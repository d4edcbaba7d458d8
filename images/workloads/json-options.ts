/** Options that cannot be followed; the message names the key. */
export class OptionsError extends Error {
  override readonly name = 'OptionsError';
}

/** The object in a text that a program was given. */
export function objectOf(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (isObject(value)) return {...value};
  } catch {
    // Falls through to the same message: whoever calls has to give an object.
  }
  throw new OptionsError('expected one argument, a JSON object');
}

/** Refuses a key that nobody would read. */
export function onlyKeys(given: Record<string, unknown>, keys: readonly string[]): void {
  const unknown = Object.keys(given).find((key) => !keys.includes(key));
  if (unknown !== undefined) throw new OptionsError(`${unknown}: unknown; there are ${keys.join(', ')}`);
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isTexts(value: unknown): value is Record<string, string> {
  return isObject(value) && Object.values(value).every((text) => typeof text === 'string');
}

/** A whole number from `min`; `fallback`, where there is one, if it is not given. */
export function wholeNumber(
  given: Record<string, unknown>,
  key: string,
  min: number,
  fallback?: number,
): number {
  const value = given[key] ?? fallback;
  if (typeof value === 'number' && Number.isInteger(value) && value >= min) return value;
  throw new OptionsError(`${key}: expected a whole number from ${min}`);
}

/** Calls per second. */
export function rateOf(value: unknown): number {
  if (typeof value === 'number' && value > 0 && value <= 10_000) return value;
  throw new OptionsError('rate: expected calls per second, above 0 and at most 10000');
}
