import {LANGUAGES, type Language} from '../scenario/index.js';
import {en} from './words/en.js';
import {ko} from './words/ko.js';
import type {Words} from './words/words.js';

const WORDS: Readonly<Record<Language, Words>> = {en, ko};

export function wordsIn(language: Language): Words {
  return WORDS[language];
}

/** The language of a locale such as `ko_KR.UTF-8`; English where we do not speak it. */
export function languageOf(locale: string | undefined): Language {
  return LANGUAGES.find((language) => locale?.split(/[_.@]/)[0]?.toLowerCase() === language) ?? 'en';
}
