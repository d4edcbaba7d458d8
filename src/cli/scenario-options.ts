import {join} from 'node:path';
import {EastwestError, EXIT} from '../base/errors.js';
import {PACKAGE_FOLDER} from './open-lab.js';

/** Where the scenario packs are: the package's own, unless the command line says another folder. */
export function scenariosFolder({scenarios}: {readonly scenarios?: string}): string {
  return scenarios ?? join(PACKAGE_FOLDER, 'scenarios');
}

/** `NAME=VALUE` of each `--set`. */
export function settingsOf(texts: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    texts.map((text) => {
      const at = text.indexOf('=');
      if (at > 0) return [text.slice(0, at), text.slice(at + 1)] as const;
      throw new EastwestError(`--set ${text}: expected NAME=VALUE`, {
        code: 'BAD-USAGE',
        exitCode: EXIT.usage,
      });
    }),
  );
}
