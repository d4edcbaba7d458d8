import {setTimeout as delay} from 'node:timers/promises';

export interface OpenLoop {
  /** How many calls there are, unless somebody ends them. */
  readonly count: number;
  /** Calls per second. */
  readonly rate: number;
  /** No call is issued any more once it is aborted; those under way still come to their ends. */
  readonly signal?: AbortSignal;
}

/**
 * Issues calls on time, whatever the answers do: a slow answer must not thin out the calls that would have met the
 * same trouble. Each is due at its own moment from the start, so that late timers do not add up. A call is told how
 * many milliseconds after its moment it was issued. Resolves when all that were issued are over.
 */
export async function issueAtRate(
  {count, rate, signal}: OpenLoop,
  call: (n: number, lateMs: number) => Promise<void>,
): Promise<void> {
  const startMs = performance.now();
  const open = new Set<Promise<void>>();
  for (let n = 1; n <= count; n++) {
    const dueMs = startMs + ((n - 1) * 1000) / rate;
    const waitMs = dueMs - performance.now();
    if (waitMs > 0) await pause(waitMs, signal);
    if (signal?.aborted === true) break;
    const one = call(n, Math.max(0, performance.now() - dueMs));
    open.add(one);
    void one.finally(() => open.delete(one));
  }
  await Promise.all(open);
}

async function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  // Rejects where it is aborted; the caller looks.
  await delay(ms, undefined, signal === undefined ? {} : {signal}).catch(() => undefined);
}
