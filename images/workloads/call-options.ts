import {httpUrl} from './http-url.js';

/** What to call, how often and how fast. */
export interface CallOptions {
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly count: number;
  /** Pause between an answer and the next call. */
  readonly intervalMs: number;
  /** Calls per second, issued on time whatever the answers do; undefined: one after the other. */
  readonly rate: number | undefined;
  /** For each call, from the look-up of the name to the last byte. */
  readonly timeoutMs: number;
  /** One connection for many calls, instead of one for each. */
  readonly keepAlive: boolean;
}

/** Options that cannot be followed; the message names the key. */
export class CallOptionsError extends Error {
  override readonly name = 'CallOptionsError';
}

const KEYS = ['url', 'method', 'headers', 'count', 'intervalMs', 'rate', 'timeoutMs', 'keepAlive'];

export function readCallOptions(text: string): CallOptions {
  const given = objectOf(text);
  const unknown = Object.keys(given).find((key) => !KEYS.includes(key));
  if (unknown !== undefined) throw new CallOptionsError(`${unknown}: unknown; there are ${KEYS.join(', ')}`);
  const {url, method = 'GET', headers = {}, keepAlive = false, rate} = given;
  if (typeof url !== 'string' || httpUrl(url) === undefined) {
    throw new CallOptionsError('url: expected an http:// address');
  }
  if (typeof method !== 'string') throw new CallOptionsError('method: expected a text such as GET');
  if (typeof keepAlive !== 'boolean') throw new CallOptionsError('keepAlive: expected true or false');
  if (!isTexts(headers)) throw new CallOptionsError('headers: expected an object of texts');
  if (rate !== undefined && given['intervalMs'] !== undefined) {
    throw new CallOptionsError('rate: excludes intervalMs; a set rate does not wait for answers');
  }
  return {
    url,
    method,
    headers,
    keepAlive,
    count: wholeNumber(given, 'count', 1, 1),
    intervalMs: wholeNumber(given, 'intervalMs', 0, 0),
    timeoutMs: wholeNumber(given, 'timeoutMs', 5000, 1),
    rate: rate === undefined ? undefined : positive(rate),
  };
}

function objectOf(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return {...value};
  } catch {
    // Falls through to the same message: whoever calls has to give an object.
  }
  throw new CallOptionsError('expected one argument, a JSON object');
}

function isTexts(value: unknown): value is Record<string, string> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return Object.values(value).every((text) => typeof text === 'string');
}

function wholeNumber(given: Record<string, unknown>, key: string, fallback: number, min: number): number {
  const value = given[key] ?? fallback;
  if (typeof value === 'number' && Number.isInteger(value) && value >= min) return value;
  throw new CallOptionsError(`${key}: expected a whole number from ${min}`);
}

function positive(value: unknown): number {
  if (typeof value === 'number' && value > 0 && value <= 10_000) return value;
  throw new CallOptionsError('rate: expected calls per second, above 0 and at most 10000');
}
