import type {Language} from '../../scenario/index.js';
import {en} from './en.js';
import {ko} from './ko.js';
import type {QuizWords} from './words.js';

const WORDS: Readonly<Record<Language, QuizWords>> = {en, ko};

export function quizWords(language: Language): QuizWords {
  return WORDS[language];
}
