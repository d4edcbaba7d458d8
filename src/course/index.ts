/** The scenarios as a course: walked through in a terminal, and read as a page. */
export {languageOf, wordsIn} from './language.js';
export {chapterPage} from './page.js';
export type {Terminal, Tone} from './terminal.js';
export {TYPED} from './typed.js';
export {walkAll} from './walk-all.js';
export type {Ending} from './walk.js';
