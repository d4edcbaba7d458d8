import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {projectFile, PROJECT} from './project.js';

/** A walkthrough as a person has it: what is on the screen since the last line was typed, and the next line. */
export interface Walker {
  /** Resolves to what is said up to the next prompt, or to the end. */
  type(line: string): Promise<string>;
  /** What was said before anything was typed. */
  readonly greeting: string;
  /** Closes the keyboard; resolves to the exit code. */
  leave(): Promise<number | null>;
  readonly ended: () => boolean;
}

/** The prompt, which alone ends in `> ` without a line break. */
const PROMPT = /> $/;

/** Starts the built program's walkthrough in the project's folder. */
export async function walker(...args: readonly string[]): Promise<Walker> {
  const child = spawn(process.execPath, [projectFile('build/src/main.js'), 'walkthrough', ...args], {
    cwd: PROJECT,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let said = '';
  let over = false;
  let wake = (): void => undefined;
  child.stdout.on('data', (chunk: Buffer) => {
    said += chunk.toString();
    wake();
  });
  const exited = once(child, 'exit').then(() => {
    over = true;
    wake();
  });
  const heard = async (): Promise<string> => {
    while (!over && !PROMPT.test(said)) await new Promise<void>((resolve) => (wake = resolve));
    const text = said;
    said = '';
    return text;
  };
  const greeting = await heard();
  return {
    greeting,
    type: (line) => {
      child.stdin.write(`${line}\n`);
      return heard();
    },
    leave: async () => {
      child.stdin.end();
      await exited;
      return child.exitCode;
    },
    ended: () => over,
  };
}
