import {EastwestError, InterruptedError} from '../base/errors.js';

/** How a command that is gone on with may end on its way. */
export interface WayOn {
  /** What a person ended, e.g. `the hop was interrupted`. */
  readonly interrupted: string;
  /** How to go on, e.g. the command. */
  readonly on: string;
}

/** What ended such a command, with how to go on for its hint; the hint that it came with is told beside it. */
export function withWayOn(error: unknown, {interrupted, on}: WayOn, signal: AbortSignal): unknown {
  if (signal.aborted) return new InterruptedError(interrupted, on);
  if (!(error instanceof EastwestError)) return error;
  const {message, code, hint, details, exitCode} = error;
  return new EastwestError(message, {
    ...{code, exitCode, cause: error},
    details: [...details, ...(hint === undefined ? [] : [hint])],
    hint: on,
  });
}
