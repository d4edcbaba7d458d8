import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {closeSync, constants, openSync} from 'node:fs';
import {access, mkdir, stat} from 'node:fs/promises';
import {delimiter, dirname, join} from 'node:path';
import {execa, type Options, type Result} from 'execa';
import {EastwestError, throwIfInterrupted} from '../../base/errors.js';
import {failureDetails, failureMessage, type FailedProcess} from './error-text.js';
import {forgetGroup, rememberGroup, signalGroup} from './groups.js';
import {HELD_VARIABLE, type Processes, type RunOptions, type RunResult} from './process.js';

const GRACE_MS = 3000;

/** Runs programs of this machine. */
export const systemProcesses: Processes = {
  run,
  startDetached,
  which,
};

async function run(file: string, args: readonly string[], options: RunOptions): Promise<RunResult> {
  const {signal, timeoutMs, cwd, env, logFile} = options;
  throwIfInterrupted(signal);
  if (logFile !== undefined) await mkdir(dirname(logFile), {recursive: true});
  const output = logFile === undefined ? 'pipe' : (['pipe', {file: logFile, append: true}] as const);
  const child = execa(file, args, {
    detached: true,
    reject: false,
    all: true,
    stdout: output,
    stderr: output,
    maxBuffer: 64 * 1024 * 1024,
    ...inputOf(options),
    ...(cwd === undefined ? {} : {cwd}),
    ...(env === undefined ? {} : {env}),
  } as Options);
  const {pid} = child;
  if (pid !== undefined) rememberGroup(pid);
  const ending = endOn(pid, signal, timeoutMs);
  const result = (await child) as Result & {all?: string};
  ending.settle();
  if (pid !== undefined) forgetGroup(pid);
  throwIfInterrupted(signal);
  // A program may be content though its input could not be read.
  if (result.exitCode === 0 && !result.failed && !ending.timedOut()) {
    return {stdout: String(result.stdout), stderr: String(result.stderr)};
  }
  throw failed({
    argv: [file, ...args],
    exitCode: result.exitCode,
    endedBy: result.signal,
    timedOutAfterMs: ending.timedOut() ? timeoutMs : undefined,
    output: result.all || (result.originalMessage ?? ''),
    logFile,
  });
}

function inputOf({input, inputFile}: RunOptions): Options {
  if (inputFile !== undefined) return {inputFile};
  return input === undefined ? {stdin: 'ignore'} : {input};
}

/** Ends the whole group on abort or time-out: politely first, after a grace by force. */
function endOn(pid: number | undefined, signal: AbortSignal, timeoutMs: number) {
  let late = false;
  let force: NodeJS.Timeout | undefined;
  const end = (): void => {
    if (pid === undefined || force !== undefined) return;
    signalGroup(pid, 'SIGTERM');
    force = setTimeout(() => signalGroup(pid, 'SIGKILL'), GRACE_MS);
  };
  const timer = setTimeout(() => {
    late = true;
    end();
  }, timeoutMs);
  signal.addEventListener('abort', end, {once: true});
  // The signal may have come while the log's folder was made; no event tells of it any more.
  if (signal.aborted) end();
  return {
    timedOut: () => late,
    settle: () => {
      clearTimeout(timer);
      clearTimeout(force);
      signal.removeEventListener('abort', end);
      // The child has listened to the polite signal; a grandchild may not have.
      if (pid !== undefined && force !== undefined) signalGroup(pid, 'SIGKILL');
    },
  };
}

function failed(process: FailedProcess): EastwestError {
  return new EastwestError(failureMessage(process), {
    code: 'PROCESS-FAILED',
    details: failureDetails(process),
  });
}

async function startDetached(file: string, args: readonly string[], logFile: string): Promise<number> {
  await mkdir(dirname(logFile), {recursive: true});
  const log = openSync(logFile, 'a');
  // Node's own spawn: execa would keep a promise, and with it this program, waiting for the service's end.
  // The root folder: a service must not keep the folder in use that it was started from.
  const env = {...process.env, [HELD_VARIABLE]: undefined};
  const child = spawn(file, args, {detached: true, cwd: '/', env, stdio: ['ignore', log, log]});
  closeSync(log);
  await once(child, 'spawn');
  child.unref();
  return child.pid ?? 0;
}

async function which(program: string): Promise<string | undefined> {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  for (const folder of folders) {
    const candidate = join(folder, program);
    try {
      await access(candidate, constants.X_OK);
      if ((await stat(candidate)).isFile()) return candidate;
    } catch {
      continue;
    }
  }
  return undefined;
}
