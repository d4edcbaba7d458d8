import type {Bench} from './bench.js';

const TIMEOUT_MS = 10_000;

/** Where the calls of a name stand in the client container: `.jsonl` one a line, `.err`, `.pid`. */
export function callsPath(name: string): string {
  return `/tmp/eastwest-calls-${name}`;
}

/** Begins a job of the lab's caller that goes on when the command is over; $1 is the job, $2 the path. */
export const START = 'setsid node /app/calls.js "$1" > "$2.jsonl" 2> "$2.err" & echo $! > "$2.pid"';
/** Ends it, and leaves nothing of it. After a start of the container its number may be another process's. */
export const END =
  'p=$(cat "$1.pid" 2> /dev/null) && grep -qs /app/calls.js "/proc/$p/cmdline" && kill "$p"; rm -f "$1.jsonl" "$1.err" "$1.pid"';
const ALIVE = 'p=$(cat "$1.pid") && grep -qs /app/calls.js "/proc/$p/cmdline"';

/** Calls of the name go on by themselves in the client container until they are ended. */
export async function beginCalls(name: string, job: object, bench: Bench): Promise<void> {
  await sh([START, 'sh', JSON.stringify(job), callsPath(name)], bench);
}

/** Ends calls that are under way; does nothing where there are none. */
export async function endCalls(name: string, bench: Bench): Promise<void> {
  if ((await bench.docker.container(bench.plan.client.name))?.running !== true) return;
  await sh([END, 'sh', callsPath(name)], bench);
}

/** What the caller has printed so far, and whether it is still at work. */
export async function readCalls(name: string, bench: Bench): Promise<{lines: string[]; alive: boolean}> {
  // Asked first: what is printed between the two questions is then read.
  const alive = (await sh([ALIVE, 'sh', callsPath(name)], bench)).exitCode === 0;
  const {stdout} = await sh(['cat "$1.jsonl"', 'sh', callsPath(name)], bench);
  // What follows the last line break is still being written.
  return {lines: stdout.split('\n').slice(0, -1), alive};
}

function sh(words: readonly string[], {docker, plan, signal}: Bench) {
  return docker.exec(plan.client.name, ['sh', '-c', ...words], {signal, timeoutMs: TIMEOUT_MS});
}
