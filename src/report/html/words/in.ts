import type {Language} from '../../../scenario/text.js';
import {en} from './en.js';
import {ko} from './ko.js';
import type {PageWords} from './words.js';

const WORDS: Readonly<Record<Language, PageWords>> = {en, ko};

/** What a page says in a language. */
export function pageWords(language: Language): PageWords {
  return WORDS[language];
}
