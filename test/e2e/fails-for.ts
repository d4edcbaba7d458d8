import type {ExecutionContext} from 'ava';
import {eastwest} from '../helpers/program.js';

/** The scenario fails, and its evidence speaks of the planted cause. */
export async function failsFor(
  t: ExecutionContext,
  reason: RegExp,
  scenario: string,
  ...more: string[]
): Promise<void> {
  const {code, stdout, stderr} = await eastwest('run', `ch12/${scenario}`, '--json', ...more);
  t.is(code, 1, stderr);
  const {results} = JSON.parse(stdout) as {
    results: {verdict: string; evidence: string; leftBehind: string[]}[];
  };
  const [result] = results;
  t.is(result?.verdict, 'failed');
  t.log(`${scenario}: ${result?.evidence ?? ''}`);
  t.regex(result?.evidence ?? '', reason);
  t.deepEqual(result?.leftBehind, []);
}
