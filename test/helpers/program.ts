import {spawn, type ChildProcess} from 'node:child_process';
import {once} from 'node:events';
import {text} from 'node:stream/consumers';
import {projectFile, PROJECT} from './project.js';

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly tookMs: number;
}

const MAIN = projectFile('build/src/main.js');

/** Runs the built program in the project's folder, as a person would, to its end. */
export async function eastwest(...args: readonly string[]): Promise<Ended> {
  return ended(begin(PROJECT, args));
}

/**
 * Runs it in another folder, with a cache of its own there, and with an engine that is not there: the machine's own
 * has labs in it, whose names it would hold.
 */
export async function eastwestIn(folder: string, ...args: readonly string[]): Promise<Ended> {
  const nowhere = {XDG_CACHE_HOME: `${folder}/cache`, DOCKER_HOST: noEngine(folder)};
  return ended(begin(folder, args, {...process.env, ...nowhere}));
}

/** Runs it there with nobody at the other end of its output. */
export async function eastwestUnread(
  folder: string,
  ...args: readonly string[]
): Promise<Pick<Ended, 'code' | 'stderr'>> {
  const child = begin(folder, args);
  child.stdout?.destroy();
  const {stderr} = child;
  if (stderr === null) throw new Error('no pipe');
  const [said] = await Promise.all([text(stderr), once(child, 'exit')]);
  return {code: child.exitCode, stderr: said};
}

/** DOCKER_HOST of the engine that is not there for whom runs in this folder. */
export function noEngine(folder: string): string {
  return `unix://${folder}/no-engine.sock`;
}

/** Runs it by another program, as `sudo` would be one, in another folder and environment. */
export async function eastwestBy(
  by: readonly string[],
  folder: string,
  env: NodeJS.ProcessEnv,
  args: readonly string[],
): Promise<Ended> {
  return ended(begin(folder, args, env, by));
}

/**
 * Runs it until its progress says `mark`, then sends it a signal; resolves when it has ended. A signal to the
 * program alone, as `kill` sends it: what it started must not be in the way of the next run.
 */
export async function eastwestUntil(
  mark: RegExp,
  signal: NodeJS.Signals,
  ...args: readonly string[]
): Promise<Ended> {
  const child = begin(PROJECT, args);
  const said: string[] = [];
  child.stderr?.on('data', (chunk: Buffer) => {
    said.push(chunk.toString());
    if (!child.killed && mark.test(said.join(''))) child.kill(signal);
  });
  const end = await ended(child);
  if (!child.killed) throw new Error(`it ended (${end.code}) before it said ${mark}:\n${end.stderr}`);
  return end;
}

/** Runs it and goes on beside it: `said` when its progress says `mark`, or when it has ended before; `end` with its end. */
export function eastwestBeside(
  mark: RegExp,
  ...args: readonly string[]
): {readonly said: Promise<unknown>; readonly end: Promise<Ended>} {
  const child = begin(PROJECT, args);
  const {stderr} = child;
  if (stderr === null) throw new Error('no pipe');
  const words: string[] = [];
  const marked = new Promise<void>((resolve) => {
    stderr.on('data', (chunk: Buffer) => {
      words.push(chunk.toString());
      if (mark.test(words.join(''))) resolve();
    });
  });
  const end = ended(child);
  return {said: Promise.race([marked, end]), end};
}

/** The tests' lab is made of the source supply unless they say otherwise, whatever registry a machine may reach. */
function ofSource(args: readonly string[]): readonly string[] {
  return args[0] !== 'up' || args.includes('--supply') ? args : [...args, '--supply', 'source'];
}

function begin(
  cwd: string,
  args: readonly string[],
  env = process.env,
  by: readonly string[] = [],
): ChildProcess {
  const [program = '', ...words] = [...by, process.execPath, MAIN, ...ofSource(args)];
  return spawn(program, words, {cwd, env, stdio: ['ignore', 'pipe', 'pipe']});
}

async function ended(child: ChildProcess): Promise<Ended> {
  const startMs = performance.now();
  const {stdout, stderr} = child;
  if (stdout === null || stderr === null) throw new Error('no pipes');
  const [out, err] = await Promise.all([text(stdout), text(stderr), once(child, 'exit')]);
  const tookMs = performance.now() - startMs;
  return {code: child.exitCode, signal: child.signalCode, stdout: out, stderr: err, tookMs};
}
