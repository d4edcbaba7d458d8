/** Exit codes of the program. */
export const EXIT = {
  good: 0,
  scenarioFailed: 1,
  /** A hop between versions has cost more than it may. */
  regression: 1,
  /** `explain` has found something. */
  finding: 1,
  usage: 2,
  /** `explain` could not look. */
  unseen: 2,
  hostUnfit: 3,
  labNotMade: 4,
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

export interface ErrorDetails {
  /** Stable name for programs, upper case with hyphens, e.g. `DOCKER-ENGINE-DOWN`. */
  readonly code: string;
  /** What the person can do about it, as a sentence or a command. */
  readonly hint?: string;
  /** Lines that help to understand it, e.g. the last lines of a log. */
  readonly details?: readonly string[];
  readonly exitCode?: ExitCode;
  readonly cause?: unknown;
}

/** Every error that the program raises on purpose. Whatever else arrives at the top is a bug of ours. */
export class EastwestError extends Error {
  override readonly name = 'EastwestError';
  readonly code: string;
  readonly hint: string | undefined;
  readonly details: readonly string[];
  readonly exitCode: ExitCode;

  constructor(message: string, {code, hint, details = [], exitCode = EXIT.labNotMade, cause}: ErrorDetails) {
    super(message, cause === undefined ? undefined : {cause});
    this.code = code;
    this.hint = hint;
    this.details = details;
    this.exitCode = exitCode;
  }

  toJSON(): object {
    return {code: this.code, message: this.message, hint: this.hint, details: this.details};
  }
}

/** The work was ended by a signal; says how to go on in its hint. */
export class InterruptedError extends EastwestError {
  constructor(message = 'interrupted', hint?: string) {
    super(message, {code: 'INTERRUPTED', exitCode: EXIT.interrupted, ...(hint === undefined ? {} : {hint})});
  }
}

/** Throws once the signal is aborted. A call, since a check of `signal.aborted` would be taken to hold for good. */
export function throwIfInterrupted(signal: AbortSignal): void {
  if (signal.aborted) throw new InterruptedError();
}

/** The message of anything that was thrown; a web socket's ErrorEvent has one without being an Error. */
export function messageOf(error: unknown): string {
  const {message} = (error ?? {}) as {readonly message?: unknown};
  return typeof message === 'string' ? message : String(error);
}

/** Why something failed, in one line: the message, and the last of the lines that help to understand it. */
export function reasonOf(error: unknown): string {
  const last = error instanceof EastwestError ? error.details.at(-1) : undefined;
  return last === undefined ? messageOf(error) : `${messageOf(error)}: ${last.trim()}`;
}
