import type {Clock} from '../base/clock.js';
import {messageOf, throwIfInterrupted} from '../base/errors.js';
import {waitFor} from '../base/wait-for.js';
import type {HopParts} from './hop-parts.js';

/** Pushes to all proxies, and whoever was replaced last, are over by then. */
const SETTLES_MS = 60_000;
const BETWEEN_LOOKS_MS = 3000;

/**
 * What still ails the lab after a while: a proxy that has not confirmed its last push yet, for instance after a control
 * plane was removed, is on its way and not broken.
 */
export async function lastingAilments(
  {ailments}: Pick<HopParts, 'ailments'>,
  {clock, signal}: {readonly clock: Clock; readonly signal: AbortSignal},
): Promise<readonly string[]> {
  let found: readonly string[] | undefined;
  const look = async () => {
    found = undefined;
    found = await ailments();
    return {done: found.length === 0, seen: found[0] ?? 'nothing ails it'};
  };
  const wait = {deadlineMs: SETTLES_MS, intervalsMs: [BETWEEN_LOOKS_MS], signal, clock};
  return waitFor('the lab to be healthy', look, wait).then(
    () => [],
    (error: unknown) => {
      throwIfInterrupted(signal);
      return found ?? [messageOf(error)];
    },
  );
}
