import {nearest} from '../base/nearest.js';

/** What can be typed at the prompt. */
export const TYPED = ['next', 'check', 'hint', 'show', 'goto', 'reset', 'quit', 'help'] as const;
type Word = Exclude<(typeof TYPED)[number], 'goto'>;

export type Typed =
  | {[K in Word]: {readonly kind: K}}[Word]
  | {readonly kind: 'goto'; readonly number: number}
  | {readonly kind: 'unknown'; readonly text: string; readonly meant?: string};

/** Reads a line; an empty one is `next`. `goto` wants one of the steps 1 to `last`. */
export function readTyped(line: string, last: number): Typed {
  const [word = '', ...rest] = line.trim().toLowerCase().split(/\s+/);
  if (word === '') return {kind: 'next'};
  const kind = TYPED.find((known) => known === word);
  if (kind === 'goto') {
    const number = Number(rest[0]);
    const sound = rest.length === 1 && Number.isInteger(number) && number >= 1 && number <= last;
    return sound ? {kind, number} : {kind: 'unknown', text: line.trim(), meant: `goto 1…${last}`};
  }
  if (kind !== undefined && rest.length === 0) return {kind};
  const meant = kind ?? nearest(word, TYPED);
  return {kind: 'unknown', text: line.trim(), ...(meant === undefined ? {} : {meant})};
}
