/** Lets at most `limits[lane]` holders into a lane at a time; a lane without a limit is open. */
export class Lanes {
  readonly #free: Map<string, number>;
  readonly #waiting = new Map<string, (() => void)[]>();

  constructor(limits: Readonly<Record<string, number>>) {
    this.#free = new Map(Object.entries(limits));
  }

  async enter(lane: string | undefined): Promise<() => void> {
    if (lane === undefined || !this.#free.has(lane)) return () => undefined;
    const free = this.#free.get(lane) ?? 0;
    if (free > 0) this.#free.set(lane, free - 1);
    else await new Promise<void>((resolve) => this.#queue(lane).push(resolve));
    return () => this.#leave(lane);
  }

  #leave(lane: string): void {
    const next = this.#queue(lane).shift();
    if (next === undefined) this.#free.set(lane, (this.#free.get(lane) ?? 0) + 1);
    else next();
  }

  #queue(lane: string): (() => void)[] {
    const queue = this.#waiting.get(lane) ?? [];
    this.#waiting.set(lane, queue);
    return queue;
  }
}
