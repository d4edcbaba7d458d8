import type {Terminal} from '../../src/course/index.js';

/** A line that is typed, or something that happens before the next one is. */
export type Typed = string | (() => Promise<void> | void);

export interface FakeTerminal extends Terminal {
  /** What was said, each line as `tone text`; prompts as `> prompt`. */
  readonly said: string[];
  /** What was said since the last prompt but `back`, as one text. */
  screen(back?: number): string;
  /** Interrupts the work that goes on, as Ctrl+C does. */
  interrupt(): void;
}

/** A terminal at which these lines are typed; then the keyboard is closed. */
export function fakeTerminal(...lines: readonly Typed[]): FakeTerminal {
  const rest = [...lines];
  const said: string[] = [];
  let work = new AbortController();
  return {
    said,
    say: (tone, text) => void said.push(`${tone} ${text}`),
    ask: async (prompt) => {
      said.push(`> ${prompt}`);
      for (;;) {
        const next = rest.shift();
        if (typeof next !== 'function') return next;
        await next();
      }
    },
    interruptible: async (task) => {
      work = new AbortController();
      return task(work.signal);
    },
    interrupt: () => work.abort(),
    screen: (back = 0) => {
      const prompts = [...said.keys()].filter((at) => said[at]?.startsWith('> '));
      const from = prompts.at(-2 - back) ?? -1;
      return said.slice(from + 1, prompts.at(-1 - back)).join('\n');
    },
  };
}
