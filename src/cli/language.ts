import {EastwestError, EXIT} from '../base/errors.js';
import {languageOf} from '../course/index.js';
import {LANGUAGES, type Language} from '../scenario/index.js';

/** What was asked for, else what the environment speaks, as POSIX ranks its variables. */
export function chosenLanguage(asked: string | undefined): Language {
  const {LC_ALL, LC_MESSAGES, LANG} = process.env;
  if (asked === undefined)
    return languageOf([LC_ALL, LC_MESSAGES, LANG].find((locale) => locale !== undefined && locale !== ''));
  const known = LANGUAGES.find((language) => language === asked);
  if (known !== undefined) return known;
  throw new EastwestError(`--lang ${asked} is not known; expected one of ${LANGUAGES.join(', ')}`, {
    code: 'LANGUAGE-UNKNOWN',
    exitCode: EXIT.usage,
  });
}
