import {EastwestError, InterruptedError} from '../base/errors.js';
import type {CallerBench} from '../scenario/started-calls.js';

/** Processor time of the machine that the lab runs on, in seconds from some moment on. */
interface Load {
  /** Of all its processors together. */
  readonly all: number;
  /** Of it, when somebody was at work. */
  readonly busy: number;
  /** Of that, in the containers of the lab. */
  readonly lab: number;
}

/** Looks who is at work on the machine while calls go on: beside others on few processors calls are lost that the mesh would not have lost. */
export interface LoadMeter {
  /** Counts for this phase from now on. */
  begin(phase: string): Promise<void>;
  /** By phase the share of all processors that others than the lab took, from 0 to 1; nothing of what could not be seen. */
  stop(): Promise<Readonly<Record<string, number>>>;
}

export function loadMeter(bench: CallerBench): LoadMeter {
  const parts: {readonly phase: string; readonly from: Load; readonly to: Load}[] = [];
  let open: {readonly phase: string; readonly from: Load} | undefined;
  const turn = async (): Promise<Load | undefined> => {
    const now = await loadNow(bench).catch(unlessUnseen);
    if (open !== undefined && now !== undefined) parts.push({...open, to: now});
    open = undefined;
    return now;
  };
  return {
    begin: async (phase) => {
      const from = await turn();
      if (from !== undefined) open = {phase, from};
    },
    stop: async () => {
      await turn();
      const phases = [...new Set(parts.map(({phase}) => phase))];
      return Object.fromEntries(
        phases.map((phase) => [phase, othersIn(parts.filter((part) => part.phase === phase))]),
      );
    },
  };
}

/** Pure. */
function othersIn(parts: readonly {readonly from: Load; readonly to: Load}[]): number {
  const grown = (key: keyof Load): number => parts.reduce((sum, {from, to}) => sum + to[key] - from[key], 0);
  const all = grown('all');
  if (all <= 0) return 0;
  const share = (grown('busy') - grown('lab')) / all;
  return Math.round(Math.min(1, Math.max(0, share)) * 1000) / 1000;
}

const TIMEOUT_MS = 5000;

/** In a container /proc/stat is that of the machine: of the one that the engine runs on, wherever we are. */
async function loadNow({docker, plan, signal}: CallerBench): Promise<Load | undefined> {
  const names = [plan.client.name, ...plan.clusters.map(({node}) => node)];
  const [stat, ...own] = await Promise.all([
    docker.exec(plan.client.name, ['cat', '/proc/stat'], {signal, timeoutMs: TIMEOUT_MS}),
    ...names.map((name) => docker.processorSeconds(name)),
  ]);
  const machine = machineLoad(stat.stdout);
  return machine && {...machine, lab: own.reduce((sum, seconds) => sum + seconds, 0)};
}

/** Linux counts in hundredths of a second, on whatever machine (USER_HZ). */
const PER_SECOND = 100;

/**
 * The machine's processor time, from the first line of its /proc/stat: user, nice, system, idle, iowait, irq, softirq, steal.
 * Time that was stolen is that of other machines on the same processors. Undefined where it says something else. Pure.
 */
function machineLoad(stat: string): Omit<Load, 'lab'> | undefined {
  const [name, ...fields] = (stat.split('\n')[0] ?? '').trim().split(/\s+/);
  const times = fields.slice(0, 8).map((field) => Number(field) / PER_SECOND);
  if (name !== 'cpu' || times.length < 8 || !times.every(Number.isFinite)) return undefined;
  const all = times.reduce((sum, seconds) => sum + seconds, 0);
  const [, , , idle = 0, waiting = 0] = times;
  return {all, busy: all - idle - waiting};
}

/** A hop does not end for what is only told beside its figures. */
function unlessUnseen(error: unknown): undefined {
  if (!(error instanceof EastwestError) || error instanceof InterruptedError) throw error;
  return undefined;
}
