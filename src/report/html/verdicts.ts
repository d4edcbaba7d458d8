import type {ScenarioResult, Verdict} from '../../scenario/result.js';
import {html, type Markup} from './markup.js';
import type {PageWords} from './words/words.js';

export const SIGNS: Readonly<Record<Verdict, string>> = {
  passed: '✓',
  failed: '✗',
  skipped: '–',
  interrupted: '!',
};

/** What wants to be read first. */
const ORDER: readonly Verdict[] = ['failed', 'interrupted', 'skipped', 'passed'];

/** Failures first, otherwise in the order in which they were run. */
export function failuresFirst<R extends Pick<ScenarioResult, 'verdict'>>(
  results: readonly R[],
): readonly R[] {
  return [...results].sort((one, other) => ORDER.indexOf(one.verdict) - ORDER.indexOf(other.verdict));
}

/** Sign and word: nobody has to tell the colours apart. */
export function badge(verdict: Verdict, words: Pick<PageWords, 'verdict'>): Markup {
  return html`<span class="badge ${verdict}"
    ><span aria-hidden="true">${SIGNS[verdict]}</span> ${words.verdict[verdict]}</span
  >`;
}
