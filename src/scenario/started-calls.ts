import type {ExecResult} from '../drivers/docker/docker.js';
import type {Bench} from './bench.js';

const TIMEOUT_MS = 10_000;
/** All lines of an hour, from a machine that is busy. */
const READ_TIMEOUT_MS = 60_000;

/** What is needed to reach a caller in the client container. */
export type CallerBench = Pick<Bench, 'docker' | 'plan' | 'signal'>;

/** The lab's callers; each is a file in the client container. */
export type CallerProgram = 'calls' | 'traffic';

/** Where the calls of a name stand in the client container: `.jsonl` one a line, `.err`, `.pid`, `.marks`. */
export function callsPath(name: string): string {
  return `/tmp/eastwest-calls-${name}`;
}

/** Begins a job of a caller that goes on when the command is over; $1 is the caller, $2 the job, $3 the path. */
export const START = 'setsid node "/app/$1.js" "$2" > "$3.jsonl" 2> "$3.err" & echo $! > "$3.pid"';

/** Whether the caller $2 of the path $1 is at work. After a start of the container its number may be another process's. */
const ALIVE = 'p=$(cat "$1.pid" 2> /dev/null) && grep -qs "/app/$2.js" "/proc/$p/cmdline"';
const ASK = ALIVE + ' && kill "$p"';
/** Ends it, and leaves nothing of it. */
const END = ASK + '; rm -f "$1".*';
/** The client's own clock, which the calls are told by. */
const MARK = ALIVE + ' && echo "$(date +%s%3N) $3" >> "$1.marks"';
const READ = 'cat "$1.$2" 2> /dev/null';

/** Calls of the name go on by themselves in the client container until they are ended. */
export async function beginCalls(
  name: string,
  job: object,
  bench: CallerBench,
  program: CallerProgram = 'calls',
): Promise<void> {
  await sh([START, 'sh', program, JSON.stringify(job), callsPath(name)], bench);
}

/** Ends calls that are under way and leaves nothing of them; does nothing where there are none. */
export async function endCalls(
  name: string,
  bench: CallerBench,
  program: CallerProgram = 'calls',
): Promise<void> {
  if ((await bench.docker.container(bench.plan.client.name))?.running !== true) return;
  await sh([END, 'sh', callsPath(name), program], bench);
}

/** Asks a caller to end; what it has printed stays. False where nobody calls. */
export async function askToEnd(name: string, bench: CallerBench, program: CallerProgram): Promise<boolean> {
  return (await sh([ASK, 'sh', callsPath(name), program], bench)).exitCode === 0;
}

/** Notes this moment under a word, as `MS WORD` in the file of marks. False where nobody calls. */
export async function markCalls(
  name: string,
  word: string,
  bench: CallerBench,
  program: CallerProgram,
): Promise<boolean> {
  return (await sh([MARK, 'sh', callsPath(name), program, word], bench)).exitCode === 0;
}

/** Whether the caller of a name is at work. */
export async function isCalling(name: string, bench: CallerBench, program: CallerProgram): Promise<boolean> {
  return (await sh([ALIVE, 'sh', callsPath(name), program], bench)).exitCode === 0;
}

/** What the caller has printed so far, and whether it is still at work. */
export async function readCalls(
  name: string,
  bench: CallerBench,
  program: CallerProgram = 'calls',
): Promise<{lines: string[]; alive: boolean}> {
  // Asked first: what is printed between the two questions is then read.
  const alive = await isCalling(name, bench, program);
  return {lines: await readLines(name, 'jsonl', bench), alive};
}

/** The whole lines of a file of a caller; none where it is not there. */
export async function readLines(
  name: string,
  file: 'jsonl' | 'err' | 'marks',
  bench: CallerBench,
): Promise<string[]> {
  const {stdout} = await sh([READ, 'sh', callsPath(name), file], bench, READ_TIMEOUT_MS);
  // What follows the last line break is still being written.
  return stdout.split('\n').slice(0, -1);
}

function sh(
  words: readonly string[],
  {docker, plan, signal}: CallerBench,
  timeoutMs = TIMEOUT_MS,
): Promise<ExecResult> {
  return docker.exec(plan.client.name, ['sh', '-c', ...words], {signal, timeoutMs});
}
