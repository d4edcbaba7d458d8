import {EastwestError, EXIT, type ExitCode} from '../base/errors.js';
import {fileRefusal} from './file-refusal.js';

/** The one place where an error is said to a person; resolves it to the exit code. */
export function printError(thrown: unknown, verbose: boolean): ExitCode {
  const error = fileRefusal(thrown) ?? thrown;
  if (error instanceof EastwestError) {
    const lines = [`error: ${error.message} [${error.code}]`, ...error.details.map((line) => `  ${line}`)];
    if (error.hint !== undefined) lines.push(`hint: ${error.hint}`);
    if (verbose && error.stack !== undefined) lines.push(error.stack);
    process.stderr.write(`${lines.join('\n')}\n`);
    return error.exitCode;
  }
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`error: this is a mistake in eastwest, please report it [INTERNAL]\n${text}\n`);
  return EXIT.labNotMade;
}
