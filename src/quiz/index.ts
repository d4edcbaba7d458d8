/** The lab is broken on purpose, and a person finds out how. */
export {runQuiz, type Quiz, type QuizEnding} from './quiz.js';
export {QUIZ_WORDS} from './typed.js';
export {quizWords} from './words/language.js';
