import {readdir, readFile} from 'node:fs/promises';
import {systemClock} from '../../base/clock.js';
import {waitFor} from '../../base/wait-for.js';
import {HELD_VARIABLE} from './process.js';

/** Services outlive whoever has started them. */
const SERVICES = /^(dockerd|containerd|containerd-shim.*)$/;
const GONE_MS = 5000;

interface Found {
  readonly pid: number;
  readonly name: string;
}

/**
 * Ends what a killed program has left at work for one of these names, and waits until it is gone. Whoever calls it
 * holds the names, so nobody who lives has started it. Linux only: elsewhere no process can be asked for its
 * environment. Resolves to the names of the programs.
 */
export async function endOrphans(names: readonly string[], signal: AbortSignal): Promise<readonly string[]> {
  const found = await orphansOf(names);
  if (found.length === 0) return [];
  await waitFor(
    'what a killed program had started to be gone',
    async () => {
      const left = await orphansOf(names);
      for (const {pid} of left) end(pid);
      return {done: left.length === 0, seen: left.map(({pid, name}) => `${name} (pid ${pid})`).join(', ')};
    },
    {deadlineMs: GONE_MS, signal, clock: systemClock, intervalsMs: [20, 50, 100]},
  );
  return [...new Set(found.map(({name}) => name))];
}

async function orphansOf(names: readonly string[]): Promise<readonly Found[]> {
  const pids = (await readdir('/proc').catch(() => [])).filter((entry) => /^\d+$/.test(entry)).map(Number);
  const above = await ancestors(process.pid);
  const found = await Promise.all(
    pids.filter((pid) => !above.has(pid)).map((pid) => orphan(pid, names).catch(() => undefined)),
  );
  return found.filter((one) => one !== undefined);
}

/** What cannot be read is another user's, or gone by now. */
async function orphan(pid: number, names: readonly string[]): Promise<Found | undefined> {
  const environment = (await readFile(`/proc/${pid}/environ`, 'latin1')).split('\0');
  const mark = environment.find((entry) => entry.startsWith(`${HELD_VARIABLE}=`));
  const held = mark?.slice(HELD_VARIABLE.length + 1).split(',') ?? [];
  if (!held.some((name) => names.includes(name))) return undefined;
  const {name, state} = await statOf(pid);
  // One that is dead already waits for its parent only.
  return SERVICES.test(name) || state === 'Z' || state === 'X' ? undefined : {pid, name};
}

/** A process and all that it hangs from: they are not left behind by anybody. */
async function ancestors(pid: number): Promise<ReadonlySet<number>> {
  const above = new Set<number>();
  for (let one = pid; one > 0; one = (await statOf(one).catch(() => ({parent: 0}))).parent) above.add(one);
  return above;
}

/** From /proc/PID/stat; the name stands in parentheses and may hold any character. */
async function statOf(pid: number): Promise<{name: string; state: string; parent: number}> {
  const stat = await readFile(`/proc/${pid}/stat`, 'latin1');
  const [state = '', parent = '0'] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return {name: stat.slice(stat.indexOf('(') + 1, stat.lastIndexOf(')')), state, parent: Number(parent)};
}

function end(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
