import test from 'ava';
import {judge, type ExpectationKey} from '../../src/scenario/expectations/expectations.js';
import type {Measured} from '../../src/scenario/measured.js';

/** A test that a judgement comes out like this, with these words in its evidence. */
export function judged(
  title: string,
  key: ExpectationKey,
  value: unknown,
  measured: Measured,
  ok: boolean,
  words?: string,
): void {
  test(`${key}: ${title}`, (t) => {
    const found = judge(key, value, measured);
    t.is(found.ok, ok, found.evidence);
    t.not(found.wanted, '');
    t.not(found.evidence, '');
    if (words !== undefined) t.true(found.evidence.includes(words), found.evidence);
  });
}
