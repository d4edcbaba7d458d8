import {createInterface} from 'node:readline';
import type {Readable, Writable} from 'node:stream';
import chalk from 'chalk';
import wrapAnsi from 'wrap-ansi';
import type {Terminal, Tone} from '../../course/index.js';

const MAX_COLUMNS = 100;
const INDENT = '  ';

/** Each tone: what it looks like, and what stands before its first line and before the others. */
const TONES: Readonly<
  Record<Tone, {paint: (text: string) => string; first: string; rest: string; wrap: boolean}>
> = {
  heading: {paint: chalk.bold, first: '\n', rest: '', wrap: true},
  text: {paint: String, first: INDENT, rest: INDENT, wrap: true},
  command: {paint: chalk.cyan, first: INDENT.repeat(2), rest: INDENT.repeat(2), wrap: false},
  good: {paint: chalk.green, first: `${INDENT}✓ `, rest: INDENT.repeat(2), wrap: true},
  bad: {paint: chalk.red, first: `${INDENT}✗ `, rest: INDENT.repeat(2), wrap: true},
  quiet: {paint: chalk.dim, first: INDENT, rest: INDENT, wrap: true},
  raw: {paint: String, first: INDENT.repeat(2), rest: INDENT.repeat(2), wrap: false},
};

export interface ReadlineOptions {
  readonly input: Readable & {readonly isTTY?: boolean};
  readonly output: Writable & {readonly isTTY?: boolean; readonly columns?: number};
  /** Words that the tabulator completes. */
  readonly words: readonly string[];
  /** Ends the conversation. */
  readonly signal: AbortSignal;
}

/**
 * A conversation line by line. On a terminal, what is typed while work goes on is dropped, so that an impatient Enter
 * does not begin the next step; from a pipe every line counts.
 */
export function readlineTerminal({
  input,
  output,
  words,
  signal,
}: ReadlineOptions): Terminal & {close(): void} {
  const live = input.isTTY === true && output.isTTY === true;
  const completer = (line: string): [string[], string] => [
    words.filter((word) => word.startsWith(line)),
    line,
  ];
  const reader = createInterface({input, terminal: live, ...(live ? {output, completer} : {})});
  const typed: string[] = [];
  let asker: ((line: string | undefined) => void) | undefined;
  let work: AbortController | undefined;
  let closed = false;
  const answer = (line: string | undefined): void => {
    const resolve = asker;
    asker = undefined;
    resolve?.(line);
  };
  reader.on('line', (line) => {
    if (asker !== undefined) answer(line);
    else if (!live) typed.push(line);
  });
  reader.on('close', () => {
    closed = true;
    answer(undefined);
  });
  reader.on('SIGINT', () => {
    if (work !== undefined) return work.abort();
    output.write('\n');
    reader.close();
  });
  signal.addEventListener('abort', () => reader.close(), {once: true});
  return {
    say: (tone, text) => void output.write(`${laidOut(tone, text, output.columns)}\n`),
    ask: async (prompt) => {
      output.write('\n');
      if (!live) output.write(prompt);
      const line = typed.shift() ?? (closed ? undefined : await asked(prompt));
      // What comes from a pipe is not echoed by anyone else.
      if (!live) output.write(`${line ?? ''}\n`);
      return line;
    },
    interruptible: async (task) => {
      work = new AbortController();
      try {
        return await task(work.signal);
      } finally {
        work = undefined;
      }
    },
    close: () => reader.close(),
  };

  async function asked(prompt: string): Promise<string | undefined> {
    if (live) {
      reader.setPrompt(prompt);
      reader.prompt();
    }
    return new Promise((resolve) => (asker = resolve));
  }
}

/** A text in its tone, wrapped at the terminal's width; Hangul counts two columns. */
export function laidOut(tone: Tone, text: string, columns = 80): string {
  const {paint, first, rest, wrap} = TONES[tone];
  const width = Math.min(columns, MAX_COLUMNS) - rest.length;
  const lines = (wrap ? wrapAnsi(text, width, {trim: true}) : text).split('\n');
  return lines.map((line, index) => `${index === 0 ? first : rest}${paint(line)}`).join('\n');
}
