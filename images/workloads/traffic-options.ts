import {httpUrl} from './http-url.js';
import {isObject, isTexts, objectOf, onlyKeys, OptionsError, rateOf, wholeNumber} from './json-options.js';

/** One of the ways by which the same service is called over and over. */
export interface TrafficFlow {
  /** Stands in each of its lines. */
  readonly name: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** One connection for many calls, instead of one for each. */
  readonly keepAlive: boolean;
}

/** What to call, how fast and for how long. */
export interface TrafficOptions {
  /** They take turns. */
  readonly flows: readonly TrafficFlow[];
  /** Calls per second of all flows together, issued on time whatever the answers do. */
  readonly rate: number;
  /** How many calls there are if nobody ends them. */
  readonly count: number;
  /** For each call, from the look-up of the name to the last byte. */
  readonly timeoutMs: number;
}

export function readTrafficOptions(text: string): TrafficOptions {
  const given = objectOf(text);
  onlyKeys(given, ['flows', 'rate', 'count', 'timeoutMs']);
  const {flows, rate} = given;
  if (!Array.isArray(flows) || flows.length === 0) throw new OptionsError('flows: expected a list of flows');
  return {
    flows: flows.map(readFlow),
    rate: rateOf(rate),
    count: wholeNumber(given, 'count', 1),
    timeoutMs: wholeNumber(given, 'timeoutMs', 1),
  };
}

function readFlow(flow: unknown, index: number): TrafficFlow {
  const at = `flows.${index}`;
  if (!isObject(flow)) throw new OptionsError(`${at}: expected an object`);
  onlyKeys(flow, ['name', 'url', 'headers', 'keepAlive']);
  const {name, url, headers, keepAlive} = flow;
  if (typeof name !== 'string' || name === '') throw new OptionsError(`${at}.name: expected a text`);
  if (typeof url !== 'string' || httpUrl(url) === undefined) {
    throw new OptionsError(`${at}.url: expected an http:// address`);
  }
  if (!isTexts(headers)) throw new OptionsError(`${at}.headers: expected an object of texts`);
  if (typeof keepAlive !== 'boolean') throw new OptionsError(`${at}.keepAlive: expected true or false`);
  return {name, url, headers, keepAlive};
}
