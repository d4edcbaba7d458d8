import {EastwestError, EXIT, type ExitCode} from '../base/errors.js';
import {redacted} from '../report/events/redact.js';
import {fileRefusal} from './file-refusal.js';

/**
 * The one place where an error is said to a person; resolves it to the exit code. What a program has printed last stands
 * in its details, and may be what nobody else is to know.
 */
export function printError(thrown: unknown, verbose: boolean): ExitCode {
  const error = fileRefusal(thrown) ?? thrown;
  if (error instanceof EastwestError) {
    const details = redacted(error.details.join('\n')).split('\n');
    const lines = [
      `error: ${redacted(error.message)} [${error.code}]`,
      ...details.filter((line) => line !== '').map((line) => `  ${line}`),
    ];
    if (error.hint !== undefined) lines.push(`hint: ${error.hint}`);
    if (verbose && error.stack !== undefined) lines.push(redacted(error.stack));
    process.stderr.write(`${lines.join('\n')}\n`);
    return error.exitCode;
  }
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(
    redacted(`error: this is a mistake in eastwest, please report it [INTERNAL]\n${text}\n`),
  );
  return EXIT.labNotMade;
}
