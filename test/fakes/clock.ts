import type {Clock} from '../../src/base/clock.js';

const START = Date.UTC(2026, 0, 1);

/** A clock that a sleep moves forward at once, and that remembers every sleep. */
export class FakeClock implements Clock {
  readonly slept: number[] = [];
  #nowMs = 0;

  nowMs(): number {
    return this.#nowMs;
  }

  date(): Date {
    return new Date(START + this.#nowMs);
  }

  async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    this.slept.push(ms);
    this.#nowMs += ms;
  }

  /** Time that goes by without a sleep. */
  pass(ms: number): void {
    this.#nowMs += ms;
  }
}
