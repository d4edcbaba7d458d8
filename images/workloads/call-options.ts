import {httpUrl} from './http-url.js';
import {isTexts, objectOf, onlyKeys, OptionsError, rateOf, wholeNumber} from './json-options.js';

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

const KEYS = ['url', 'method', 'headers', 'count', 'intervalMs', 'rate', 'timeoutMs', 'keepAlive'];

export function readCallOptions(text: string): CallOptions {
  const given = objectOf(text);
  onlyKeys(given, KEYS);
  const {url, method = 'GET', headers = {}, keepAlive = false, rate} = given;
  if (typeof url !== 'string' || httpUrl(url) === undefined) {
    throw new OptionsError('url: expected an http:// address');
  }
  if (typeof method !== 'string') throw new OptionsError('method: expected a text such as GET');
  if (typeof keepAlive !== 'boolean') throw new OptionsError('keepAlive: expected true or false');
  if (!isTexts(headers)) throw new OptionsError('headers: expected an object of texts');
  if (rate !== undefined && given['intervalMs'] !== undefined) {
    throw new OptionsError('rate: excludes intervalMs; a set rate does not wait for answers');
  }
  return {
    url,
    method,
    headers,
    keepAlive,
    count: wholeNumber(given, 'count', 1, 1),
    intervalMs: wholeNumber(given, 'intervalMs', 0, 0),
    timeoutMs: wholeNumber(given, 'timeoutMs', 1, 5000),
    rate: rate === undefined ? undefined : rateOf(rate),
  };
}
