import type {Step, StepContext} from '../../src/engine/step.js';

/** A world of things that are there or not, steps that make them, and a diary of what was done to it. */
export class World {
  readonly there = new Set<string>();
  readonly diary: string[] = [];

  step(id: string, needs: readonly string[] = [], more: Partial<Step> = {}): Step {
    return {
      id,
      title: `thing ${id}`,
      needs,
      commands: [],
      deadlineMs: 1000,
      done: () => Promise.resolve({done: this.there.has(id), seen: this.there.has(id) ? 'there' : 'nothing'}),
      run: async () => {
        this.diary.push(`begin ${id}`);
        await turns();
        this.there.add(id);
        this.diary.push(`end ${id}`);
      },
      undo: async () => {
        this.diary.push(`undo ${id}`);
        await turns();
        this.there.delete(id);
        this.diary.push(`undone ${id}`);
      },
      ...more,
    };
  }

  /** A step whose work fails with `reason`. */
  failing(id: string, reason: string, more: Partial<Step> = {}): Step {
    return this.step(id, [], {run: () => this.#fail(id, reason), ...more});
  }

  async #fail(id: string, reason: string): Promise<void> {
    this.diary.push(`begin ${id}`);
    await turns();
    throw new Error(reason);
  }
}

/** Lets everything that can go on go on, a few times over. */
export async function turns(): Promise<void> {
  for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve));
}

/** A promise that is kept when somebody says so. */
export function gate(): {readonly opened: Promise<void>; open(): void} {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return {opened, open: () => open()};
}

export const quietContext: StepContext = {signal: new AbortController().signal, say: () => undefined};
