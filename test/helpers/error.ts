import type {ExecutionContext} from 'ava';
import {EastwestError} from '../../src/base/errors.js';

/** The error on purpose that a piece of work ends with; its going well fails the test. */
export async function refusal(t: ExecutionContext, work: Promise<unknown>): Promise<EastwestError> {
  const error = await t.throwsAsync(work, {instanceOf: EastwestError});
  if (!(error instanceof EastwestError)) throw new Error('it went well');
  return error;
}
