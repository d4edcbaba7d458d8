// Needs: bash, sleep and cat of any Unix.
import {existsSync} from 'node:fs';
import {mkdir, readFile, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {execFile} from 'node:child_process';
import {promisify} from 'node:util';
import test, {type ExecutionContext} from 'ava';
import {InterruptedError} from '../../src/base/errors.js';
import type {RunOptions} from '../../src/drivers/process/process.js';
import {systemProcesses} from '../../src/drivers/process/system-processes.js';
import {refusal} from '../helpers/error.js';
import {projectFile} from '../helpers/project.js';
import {tempFolder} from '../helpers/temp-folder.js';

const {run, startDetached, which} = systemProcesses;
const options = (more: Partial<RunOptions> = {}): RunOptions => ({
  signal: new AbortController().signal,
  timeoutMs: 20_000,
  ...more,
});
const script = (text: string, more: Partial<RunOptions> = {}) => run('bash', ['-c', text], options(more));

/** Whether a process is there; a zombie that nobody has collected is not. */
async function isAlive(pid: number): Promise<boolean> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  return stat !== '' && !/\) Z /.test(stat);
}

async function isGone(t: ExecutionContext, pid: number): Promise<void> {
  const endMs = performance.now() + 2000;
  while ((await isAlive(pid)) && performance.now() < endMs) await script('sleep 0.05');
  t.false(await isAlive(pid), `process ${pid} still runs`);
}

async function written(file: string): Promise<string> {
  for (let look = 0; look < 100; look++) {
    const text = await readFile(file, 'utf8').catch(() => '');
    if (text.endsWith('\n')) return text;
    await script('sleep 0.05');
  }
  throw new Error(`nothing came into ${file}`);
}

test('both streams come back apart', async (t) => {
  t.deepEqual(await script('echo out; echo err >&2'), {stdout: 'out', stderr: 'err'});
});

test('input, folder and environment reach the program; the environment is added to ours', async (t) => {
  const folder = await tempFolder(t);
  const {stdout} = await script('cat; pwd; echo "$ADDED ${PATH:+path}"', {
    input: 'given\n',
    cwd: folder,
    env: {ADDED: 'more'},
  });
  t.deepEqual(stdout.split('\n'), ['given', folder, 'more path']);
});

test('input may come from a file; one that is not there is no empty input', async (t) => {
  const folder = await tempFolder(t);
  const inputFile = join(folder, 'given');
  await writeFile(inputFile, 'from a file\n');
  t.is((await script('cat', {inputFile})).stdout, 'from a file');
  const error = await refusal(t, script('cat', {inputFile: join(folder, 'none')}));
  t.regex(error.details.join(), /ENOENT/);
});

test('arguments are not read by a shell', async (t) => {
  const {stdout} = await run('printf', ['%s|', 'a b', '$HOME', '*'], options());
  t.is(stdout, 'a b|$HOME|*|');
});

test('an exit code other than 0 is an error with the command and the last lines of both streams', async (t) => {
  const error = await refusal(t, script('echo first; echo last >&2; exit 7'));
  t.is(error.code, 'PROCESS-FAILED');
  t.is(error.message, "bash -c 'echo first; echo last >&2; exit 7': exit code 7");
  t.deepEqual([...error.details].sort(), ['first', 'last']);
});

test('a program that is not there is an error that names it', async (t) => {
  const error = await refusal(t, run('no-such-program-here', ['x'], options()));
  t.is(error.message, 'no-such-program-here x: could not be started');
  t.regex(error.details.join('\n'), /ENOENT/);
});

test('a log file gets both streams, is added to, and is named in the error', async (t) => {
  const logFile = join(await tempFolder(t), 'logs', 'build.log');
  await script('echo one', {logFile});
  const error = await refusal(t, script('echo two; echo three >&2; exit 1', {logFile}));
  const log = await readFile(logFile, 'utf8');
  t.true(log.startsWith('one\n'), log);
  t.true(log.includes('two\n') && log.includes('three\n'), log);
  t.is(error.details.at(-1), `whole log: ${logFile}`);
});

/** A script whose grandchild holds the output open and writes its own pid into a file. */
const clinging = (pidFile: string): string => `(echo $BASHPID > ${pidFile}; exec sleep 60) & wait`;

test('on time-out the whole group ends, with a grandchild that holds the output, within 2 s', async (t) => {
  const pidFile = join(await tempFolder(t), 'pid');
  const startMs = performance.now();
  const error = await refusal(t, script(clinging(pidFile), {timeoutMs: 500}));
  const tookMs = performance.now() - startMs;
  t.regex(error.message, /: no end after 0\.5 s, stopped$/);
  t.true(tookMs < 2500, `${tookMs} ms`);
  await isGone(t, Number(await readFile(pidFile, 'utf8')));
});

test('an abort does the same, and is an interruption', async (t) => {
  const pidFile = join(await tempFolder(t), 'pid');
  const interruption = new AbortController();
  const running = script(clinging(pidFile), {signal: interruption.signal});
  const pid = Number(await written(pidFile));
  const startMs = performance.now();
  interruption.abort();
  const error = await refusal(t, running);
  t.true(error instanceof InterruptedError);
  t.true(performance.now() - startMs < 2000);
  await isGone(t, pid);
});

test('who does not listen to the polite signal is ended by force', async (t) => {
  const pidFile = join(await tempFolder(t), 'pid');
  const deaf = `trap '' TERM; echo $$ > ${pidFile}; while :; do sleep 0.1; done`;
  await refusal(t, script(deaf, {timeoutMs: 300}));
  await isGone(t, Number(await readFile(pidFile, 'utf8')));
});

test('a deaf grandchild ends also when its parent has listened', async (t) => {
  const pidFile = join(await tempFolder(t), 'pid');
  const deaf = `(trap '' TERM; echo $BASHPID > ${pidFile}; while :; do sleep 0.1; done) >/dev/null 2>&1 & wait`;
  await refusal(t, script(deaf, {timeoutMs: 300}));
  await isGone(t, Number(await readFile(pidFile, 'utf8')));
});

test('with a signal that is aborted already nothing is started', async (t) => {
  const file = join(await tempFolder(t), 'made');
  await refusal(t, script(`echo > ${file}`, {signal: AbortSignal.abort()}));
  t.false(existsSync(file));
});

test('an abort while the log is being opened still ends the program', async (t) => {
  const logFile = join(await tempFolder(t), 'logs', 'a.log');
  const interruption = new AbortController();
  const startMs = performance.now();
  const running = script('sleep 60', {signal: interruption.signal, logFile, timeoutMs: 10_000});
  interruption.abort();
  t.true((await refusal(t, running)) instanceof InterruptedError);
  t.true(performance.now() - startMs < 5000);
});

test('a program is found on PATH only if it can be run', async (t) => {
  t.regex((await which('bash')) ?? '', /^\/.*\/bash$/);
  t.is(await which('no-such-program-here'), undefined);
  const folder = await tempFolder(t);
  await writeFile(join(folder, 'plain'), '', {mode: 0o644});
  await writeFile(join(folder, 'program'), '', {mode: 0o755});
  await mkdir(join(folder, 'folder'));
  const before = process.env['PATH'];
  t.teardown(() => (process.env['PATH'] = before));
  process.env['PATH'] = `${folder}:${before ?? ''}`;
  t.is(await which('plain'), undefined);
  t.is(await which('folder'), undefined);
  t.is(await which('program'), join(folder, 'program'));
});

test('a detached service outlives the program that started it, holds none of its output, and has its log', async (t) => {
  const folder = await tempFolder(t);
  const logFile = join(folder, 'logs', 'service.log');
  const starter = `
    import {systemProcesses} from '${projectFile('build/src/drivers/process/system-processes.js')}';
    console.log(await systemProcesses.startDetached('bash', ['-c', 'echo ready; exec sleep 60'], '${logFile}'));
  `;
  const file = join(folder, 'starter.mjs');
  await writeFile(file, starter);
  // Resolves at the end of its output: a service that held the output open would keep it waiting.
  const {stdout} = await promisify(execFile)(process.execPath, [file], {timeout: 10_000});
  const pid = Number(stdout);
  t.teardown(() => process.kill(pid, 'SIGKILL'));
  t.true(await isAlive(pid));
  t.is(await written(logFile), 'ready\n');
  const {stdout: session} = await run('ps', ['-o', 'sid=', '-p', String(pid)], options());
  t.is(Number(session), pid);
});

test('a detached service that is not there is an error', async (t) => {
  const logFile = join(await tempFolder(t), 'service.log');
  await t.throwsAsync(startDetached('no-such-program-here', [], logFile), {message: /no-such-program-here/});
});
