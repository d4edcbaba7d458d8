import {nearest} from '../base/nearest.js';

/** What can be typed at the quiz's prompt. */
export const QUIZ_WORDS = ['check', 'hint', 'give-up', 'quit', 'help'] as const;

export type Typed =
  | {readonly kind: (typeof QUIZ_WORDS)[number] | 'empty'}
  | {readonly kind: 'unknown'; readonly text: string; readonly meant: string | undefined};

export function readTyped(line: string): Typed {
  const text = line.trim().toLowerCase().replace(/\s+/g, '-');
  if (text === '') return {kind: 'empty'};
  const kind = QUIZ_WORDS.find((word) => word === text);
  return kind === undefined ? {kind: 'unknown', text: line.trim(), meant: nearest(text, QUIZ_WORDS)} : {kind};
}
