import {EastwestError, EXIT} from '../../base/errors.js';

/** A bundle that is not what its manifest says. Nothing was touched yet when this is thrown. */
export function damaged(file: string, part: string, what: string): EastwestError {
  return new EastwestError(`${file}: ${part}: ${what}`, {
    code: 'BUNDLE-DAMAGED',
    hint: 'copy the bundle again; `eastwest bundle verify FILE` tells which of the two is whole',
    exitCode: EXIT.usage,
  });
}

/** A file that never was a bundle that this program can read. */
export function foreign(
  file: string,
  what: string,
  hint = 'a bundle is made by `eastwest bundle create FILE`',
) {
  return new EastwestError(`${file} is not a bundle for this program: ${what}`, {
    code: 'BUNDLE-FOREIGN',
    hint,
    exitCode: EXIT.usage,
  });
}
