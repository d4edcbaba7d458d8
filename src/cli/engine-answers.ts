import {EastwestError} from '../base/errors.js';
import type {Docker} from '../drivers/docker/docker.js';

/** An engine that is there answers in milliseconds; on a machine that is very busy it has taken 6 s. */
const PATIENCE_MS = 20_000;

/**
 * Whether there is an engine. One that does not answer in time is there all the same, and nobody can tell what it
 * holds: taking it for none would have a lab told by another supply than it is made of.
 *
 * @throws {EastwestError} ENGINE-LATE
 */
export async function engineAnswers(
  docker: Pick<Docker, 'info'>,
  patienceMs = PATIENCE_MS,
): Promise<boolean> {
  const inTime = AbortSignal.timeout(patienceMs);
  try {
    return (await docker.info(inTime)) !== undefined;
  } catch (error) {
    if (!inTime.aborted) throw error;
    throw new EastwestError(`the Docker engine has not answered in ${patienceMs / 1000} s`, {
      code: 'ENGINE-LATE',
      hint: 'docker info, until it answers',
      cause: error,
    });
  }
}
