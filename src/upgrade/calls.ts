import {InterruptedError, messageOf} from '../base/errors.js';
import type {HopTraffic} from './hop-parts.js';
import type {Judged} from './verdict.js';

/** The calls of one run of a hop, if anybody makes them. */
export class HopCalls {
  readonly #traffic: HopTraffic | undefined;
  #calling = false;
  #missing: string | undefined;

  constructor(traffic: HopTraffic | undefined) {
    this.#traffic = traffic;
  }

  /**
   * Somebody calls from now on. Where the mesh has begun to move, what keeps calls from being answered may be what the hop
   * would mend: then it goes on, or back, without them.
   */
  async start(
    phase: string,
    {resumed, moved}: {readonly resumed: boolean; readonly moved: boolean},
  ): Promise<void> {
    try {
      await this.#traffic?.start(phase, resumed);
      this.#calling = true;
    } catch (error) {
      if (!moved || error instanceof InterruptedError) throw error;
      this.#missing = `nobody could call: ${messageOf(error)}`;
    }
  }

  async begin(phase: string): Promise<void> {
    if (this.#calling) await this.#traffic?.begin(phase);
  }

  /** Ends them. */
  async measured(): Promise<Judged['traffic']> {
    if (this.#traffic === undefined) return undefined;
    if (this.#missing !== undefined) return {missing: this.#missing};
    return {figures: await this.#traffic.stop()};
  }

  /** What was measured until now is worth nothing, but nobody must go on calling. */
  async abandon(): Promise<void> {
    await this.#traffic?.abandon().catch(() => undefined);
  }

  async clear(): Promise<void> {
    await this.#traffic?.clear();
  }
}
