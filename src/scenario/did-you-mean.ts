import {nearest} from '../base/nearest.js';

/** `, did you mean x?`, or nothing where no known word is near. */
export function didYouMean(word: string, known: readonly string[]): string {
  const meant = nearest(word, known);
  return meant === undefined ? '' : `, did you mean ${meant}?`;
}
