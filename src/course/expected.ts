import {measuredKind, type Measured, type ProbeStep} from '../scenario/index.js';
import type {Words} from './words/words.js';

/** A probe's expectations as sentences, in their order. */
export function expectedLines(step: ProbeStep, {expected}: Words): readonly string[] {
  const kind = measuredKind(step);
  // The parser has seen to it that each value is of its key's kind.
  return step.expect.map(({key, value}) => (expected[key] as Sentence)(value, kind));
}

type Sentence = (value: unknown, measured: Measured['kind']) => string;
