import test, {type ExecutionContext} from 'ava';
import {judge, type ExpectationKey} from '../../src/scenario/expectations/expectations.js';
import type {Measured} from '../../src/scenario/measured.js';

type Judged = (
  title: string,
  key: ExpectationKey,
  value: unknown,
  measured: Measured,
  ok: boolean,
  evidence?: string,
) => void;

function judgedWith(compare: (t: ExecutionContext, found: string, evidence: string) => void): Judged {
  return (title, key, value, measured, ok, evidence) => {
    test(`${key}: ${title}`, (t) => {
      const found = judge(key, value, measured);
      t.is(found.ok, ok, found.evidence);
      t.not(found.wanted, '');
      t.not(found.evidence, '');
      if (evidence !== undefined) compare(t, found.evidence, evidence);
    });
  };
}

/** A test that a judgement comes out like this, with this evidence and no other. */
export const judged = judgedWith((t, found, evidence) => t.is(found, evidence));

/** A test that a judgement comes out like this, with these words in its evidence. */
export const judgedInWords = judgedWith((t, found, words) => t.true(found.includes(words), found));
