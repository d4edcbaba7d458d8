import {spawn, type ChildProcess} from 'node:child_process';
import {once} from 'node:events';
import {text} from 'node:stream/consumers';
import {projectFile, PROJECT} from '../helpers/project.js';

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

const MAIN = projectFile('build/src/main.js');

/** Runs `eastwest` in the project's folder, as a person would, to its end. */
export async function eastwest(...args: readonly string[]): Promise<Ended> {
  return ended(begin(args));
}

/**
 * Runs `eastwest` until its progress says `mark`, then sends it a signal; resolves when it has ended. A signal
 * to the program alone, as `kill` sends it: what it started must not be in the way of the next run.
 */
export async function eastwestUntil(
  mark: RegExp,
  signal: NodeJS.Signals,
  ...args: readonly string[]
): Promise<Ended> {
  const child = begin(args);
  const said: string[] = [];
  child.stderr?.on('data', (chunk: Buffer) => {
    said.push(chunk.toString());
    if (!child.killed && mark.test(said.join(''))) child.kill(signal);
  });
  const end = await ended(child);
  if (!child.killed) throw new Error(`it ended (${end.code}) before it said ${mark}:\n${end.stderr}`);
  return end;
}

function begin(args: readonly string[]): ChildProcess {
  return spawn(process.execPath, [MAIN, ...args], {cwd: PROJECT, stdio: ['ignore', 'pipe', 'pipe']});
}

async function ended(child: ChildProcess): Promise<Ended> {
  const {stdout, stderr} = child;
  if (stdout === null || stderr === null) throw new Error('no pipes');
  const [out, err] = await Promise.all([text(stdout), text(stderr), once(child, 'exit')]);
  return {code: child.exitCode, signal: child.signalCode, stdout: out, stderr: err};
}
