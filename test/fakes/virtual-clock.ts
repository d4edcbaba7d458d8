import type {Clock} from '../../src/base/clock.js';

const START = Date.UTC(2026, 0, 1);

interface Timer {
  readonly atMs: number;
  readonly ring: () => void;
}

/**
 * A clock for work of which several parts sleep at once: its time goes on to the next end of a sleep as soon as nothing
 * else is left to do. Not for work that waits for files or processes.
 */
export class VirtualClock implements Clock {
  readonly #timers = new Set<Timer>();
  #nowMs = 0;

  nowMs(): number {
    return this.#nowMs;
  }

  date(): Date {
    return new Date(START + this.#nowMs);
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer: Timer = {atMs: this.#nowMs + ms, ring: resolve};
      const end = (): void => {
        this.#timers.delete(timer);
        reject(new Error('no longer waited for'));
      };
      if (signal?.aborted === true) return end();
      signal?.addEventListener('abort', end, {once: true});
      this.#timers.add(timer);
      setImmediate(() => this.#goOn());
    });
  }

  /** To the next end of a sleep; whoever is woken may sleep anew before the one after it. */
  #goOn(): void {
    const [next] = [...this.#timers].sort((one, other) => one.atMs - other.atMs);
    if (next === undefined) return;
    this.#timers.delete(next);
    this.#nowMs = Math.max(this.#nowMs, next.atMs);
    next.ring();
    if (this.#timers.size > 0) setImmediate(() => this.#goOn());
  }
}
