import {EastwestError, InterruptedError, messageOf} from './errors.js';
import type {Clock} from './clock.js';

/** One look at the world: whether what we wait for is there, and what was seen. */
export interface Look {
  readonly done: boolean;
  readonly seen: string;
}

export interface WaitOptions {
  readonly deadlineMs: number;
  readonly signal: AbortSignal;
  readonly clock: Clock;
  /** Pauses between looks; the last one repeats. */
  readonly intervalsMs?: readonly number[];
  /** What the person can do when it never comes. */
  readonly hint?: string;
  /** Called when what was seen has changed. */
  readonly onSeen?: (seen: string) => void;
}

/** Thrown by a look at a state that neither waiting nor we can mend, e.g. a thing that belongs to someone else. */
export class HopelessError extends EastwestError {}

const DEFAULT_INTERVALS_MS = [100, 250, 500, 1000];

/**
 * Looks again and again until `look` says done. An error of a look counts as "not yet" unless it is a
 * HopelessError: servers that are starting refuse connections. On the deadline it throws what was last seen.
 */
export async function waitFor(
  what: string,
  look: (signal: AbortSignal) => Promise<Look>,
  options: WaitOptions,
): Promise<Look> {
  const {deadlineMs, signal, clock, intervalsMs = DEFAULT_INTERVALS_MS, hint, onSeen} = options;
  const startMs = clock.nowMs();
  let lastSeen = '';
  for (let attempt = 0; ; attempt++) {
    if (signal.aborted) throw new InterruptedError(`interrupted while waiting for ${what}`);
    const found = await lookOnce(look, signal);
    if (found.done) return found;
    if (found.seen !== lastSeen) onSeen?.(found.seen);
    lastSeen = found.seen;
    const leftMs = deadlineMs - (clock.nowMs() - startMs);
    if (leftMs <= 0) throw timedOut(what, deadlineMs, attempt + 1, lastSeen, hint);
    const pauseMs = intervalsMs[Math.min(attempt, intervalsMs.length - 1)] ?? 1000;
    await clock.sleep(Math.min(pauseMs, leftMs), signal).catch(() => undefined);
  }
}

/** Several looks as one, which is done when all are. Pure. */
export function allDone(looks: readonly Look[]): Look {
  return {done: looks.every(({done}) => done), seen: looks.map(({seen}) => seen).join('; ')};
}

/** One look; an error counts as "not yet", unless there is no hope. */
export async function lookOnce(
  look: (signal: AbortSignal) => Promise<Look>,
  signal: AbortSignal,
): Promise<Look> {
  try {
    return await look(signal);
  } catch (error) {
    if (error instanceof HopelessError || error instanceof InterruptedError) throw error;
    return {done: false, seen: messageOf(error)};
  }
}

function timedOut(
  what: string,
  deadlineMs: number,
  attempts: number,
  seen: string,
  hint?: string,
): EastwestError {
  const seconds = Math.round(deadlineMs / 1000);
  const tries = attempts === 1 ? '1 look' : `${attempts} looks`;
  return new EastwestError(`waited ${seconds} s for ${what} (${tries}); last seen: ${seen}`, {
    code: 'WAIT-TIMED-OUT',
    ...(hint === undefined ? {} : {hint}),
  });
}
