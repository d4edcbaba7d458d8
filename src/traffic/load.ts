import {EastwestError, InterruptedError} from '../base/errors.js';
import type {CallerBench} from '../scenario/started-calls.js';

/** Processor time in seconds: of a machine from its start on, or of a while. */
interface MachineTime {
  /** Of all processors together. */
  readonly all: number;
  /** Of it, when somebody was at work. */
  readonly busy: number;
}

interface Look extends MachineTime {
  /** Of that, in each container of the lab since it was started. */
  readonly own: readonly number[];
}

interface While extends MachineTime {
  /** In the containers of the lab. */
  readonly lab: number;
}

/**
 * Looks who is at work on the machine that the lab runs on while calls go on: beside others, on few processors, calls are
 * lost that the mesh would not have lost.
 */
export interface LoadMeter {
  /** Counts for this phase from now on. */
  begin(phase: string): Promise<void>;
  /**
   * By phase the share of all processors that others than the lab took, from 0 to 1. Nothing of phases of which a part could
   * not be seen, as where a container was started anew; of one that an earlier program had begun only what came since.
   */
  stop(): Promise<Readonly<Record<string, number>>>;
}

export function loadMeter(bench: CallerBench): LoadMeter {
  const parts: {readonly phase: string; readonly took: While | undefined}[] = [];
  let open: {readonly phase: string; readonly since: Look | undefined} | undefined;
  const turn = async (): Promise<Look | undefined> => {
    const now = await lookNow(bench).catch(unlessUnseen);
    if (open !== undefined) parts.push({phase: open.phase, took: whileOf(open.since, now)});
    open = undefined;
    return now;
  };
  return {
    begin: async (phase) => {
      const since = await turn();
      open = {phase, since};
    },
    stop: async () => {
      await turn();
      const phases = [...new Set(parts.map(({phase}) => phase))];
      const shares = phases.flatMap((phase) => {
        const own = parts.filter((part) => part.phase === phase);
        const seen = own.flatMap(({took}) => took ?? []);
        return seen.length === own.length ? [[phase, othersIn(seen)] as const] : [];
      });
      return Object.fromEntries(shares);
    },
  };
}

/** Undefined where one of them is missing, or a counter has begun anew in between. Pure. */
function whileOf(since: Look | undefined, now: Look | undefined): While | undefined {
  if (since === undefined || now === undefined) return undefined;
  const own = now.own.map((seconds, place) => seconds - (since.own[place] ?? 0));
  const took = {all: now.all - since.all, busy: now.busy - since.busy};
  if ([took.busy, ...own].some((seconds) => seconds < 0)) return undefined;
  return {...took, lab: sumOf(own)};
}

/** Pure. */
function othersIn(parts: readonly While[]): number {
  const sum = (key: keyof While): number => sumOf(parts.map((part) => part[key]));
  const all = sum('all');
  if (all <= 0) return 0;
  // The engine counts a little otherwise than the kernel, so that nothing may become less than nothing.
  return Math.round(Math.max(0, (sum('busy') - sum('lab')) / all) * 1000) / 1000;
}

const TIMEOUT_MS = 5000;

/** In a container /proc/stat is that of the machine: of the one that the engine runs on, wherever we are. */
async function lookNow({docker, plan, signal}: CallerBench): Promise<Look | undefined> {
  const limits = {signal, timeoutMs: TIMEOUT_MS};
  const names = [plan.client.name, ...plan.clusters.map(({node}) => node)];
  const [stat, ...own] = await Promise.all([
    docker.exec(plan.client.name, ['cat', '/proc/stat'], limits),
    ...names.map((name) => docker.processorSeconds(name, limits)),
  ]);
  const machine = machineTime(stat.stdout);
  const seen = own.flatMap((seconds) => seconds ?? []);
  return machine === undefined || seen.length < own.length ? undefined : {...machine, own: seen};
}

const [IDLE, WAITING] = [3, 4];
/** Linux counts in hundredths of a second, on whatever machine (USER_HZ). */
const PER_SECOND = 100;

/**
 * From the first line of /proc/stat: user, nice, system, idle, iowait, irq, softirq, steal. Time that was stolen is that of
 * other machines on the same processors. Undefined where something else stands there. Pure.
 */
function machineTime(stat: string): MachineTime | undefined {
  const [name, ...fields] = (stat.split('\n')[0] ?? '').trim().split(/\s+/);
  const times = fields.slice(0, 8).map((field) => Number(field) / PER_SECOND);
  if (name !== 'cpu' || times.length < 8 || !times.every(Number.isFinite)) return undefined;
  return {all: sumOf(times), busy: sumOf(times.filter((_, place) => place !== IDLE && place !== WAITING))};
}

function sumOf(all: readonly number[]): number {
  return all.reduce((sum, seconds) => sum + seconds, 0);
}

/** A hop does not end for what is only told beside its figures. */
function unlessUnseen(error: unknown): undefined {
  if (!(error instanceof EastwestError) || error instanceof InterruptedError) throw error;
  return undefined;
}
