/** What is known of a process that did not end well. */
export interface FailedProcess {
  readonly argv: readonly string[];
  readonly exitCode: number | undefined;
  readonly endedBy: string | undefined;
  readonly timedOutAfterMs: number | undefined;
  /** stdout and stderr, or the end of them. */
  readonly output: string;
  readonly logFile: string | undefined;
}

const TAIL_LINES = 12;

/** One sentence: which program, and how it ended. */
export function failureMessage({argv, exitCode, endedBy, timedOutAfterMs}: FailedProcess): string {
  const program = commandText(argv);
  if (timedOutAfterMs !== undefined) return `${program}: no end after ${timedOutAfterMs / 1000} s, stopped`;
  if (endedBy !== undefined) return `${program}: ended by ${endedBy}`;
  if (exitCode === undefined) return `${program}: could not be started`;
  return `${program}: exit code ${exitCode}`;
}

/** The last lines of its output, and where all of it is. */
export function failureDetails({output, logFile}: FailedProcess): string[] {
  const lines = output.split('\n').filter((line) => line.trim() !== '');
  const tail = lines.slice(-TAIL_LINES);
  return logFile === undefined ? tail : [...tail, `whole log: ${logFile}`];
}

/** argv as a person would type it. */
export function commandText(argv: readonly string[]): string {
  return argv
    .map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`))
    .join(' ');
}
