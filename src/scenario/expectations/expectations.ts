import type {Measured} from '../measured.js';
import {answeredBy} from './answered-by/answered-by.js';
import {body} from './body/body.js';
import {count} from './count/count.js';
import {endpoint} from './endpoint/endpoint.js';
import {exists} from './exists/exists.js';
import type {Expectation, Judgement} from './expectation.js';
import {match} from './match/match.js';
import {names} from './names/names.js';
import {output} from './output/output.js';
import {share} from './share/share.js';
import {status} from './status/status.js';
import {synced} from './synced/synced.js';

/** Every kind of judgement, by its key in a scenario. */
export const EXPECTATIONS = {
  share,
  answeredBy,
  status,
  body,
  endpoint,
  count,
  names,
  exists,
  match,
  output,
  synced,
};

export type ExpectationKey = keyof typeof EXPECTATIONS;
export const EXPECTATION_KEYS = Object.keys(EXPECTATIONS) as readonly ExpectationKey[];

/** What kinds of measurement an expectation can judge. */
export function judgedBy(key: ExpectationKey): readonly Measured['kind'][] {
  return EXPECTATIONS[key].judges;
}

/** Judges by the kind for a key; the parser has seen to it that value and measurement are of that kind. */
export function judge(key: ExpectationKey, value: unknown, measured: Measured): Judgement {
  return (EXPECTATIONS[key] as unknown as Expectation<Measured['kind'], unknown>).judge(value, measured);
}
