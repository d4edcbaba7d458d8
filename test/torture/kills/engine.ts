import {readdirSync, readFileSync} from 'node:fs';
import {setTimeout as delay} from 'node:timers/promises';
import {heals} from './restarts.js';
import type {Baseline, Trial} from './trials.js';

const PID_FILE = '/var/run/docker.pid';
/** Told to end, it gives its containers some ten seconds first. */
const GONE_MS = 60_000;

/** The engine ended hard, with its containerd and every shim, as a host is that loses power; `up` starts it again. */
export function engineTrials(baseline: Baseline): Trial[] {
  return [
    {
      id: 'engine ended politely',
      group: 'engine',
      run: () => heals(baseline, () => ended('SIGTERM', engine)),
    },
    {id: 'engine ended hard', group: 'engine', run: () => heals(baseline, () => ended('SIGKILL', engine))},
    {
      id: 'engine, containerd and shims ended hard',
      group: 'engine',
      run: () => heals(baseline, () => ended('SIGKILL', () => [...engine(), ...below()])),
    },
  ];
}

function engine(): readonly number[] {
  return [Number(readFileSync(PID_FILE, 'utf8'))];
}

/** The engine's own containerd, and the shims that it has started. */
function below(): readonly number[] {
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .map(Number)
    .filter((pid) => /^\S*containerd(-shim\S*)?\0.*docker/s.test(commandOf(pid)));
}

function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'latin1');
  } catch {
    return '';
  }
}

async function ended(signal: 'SIGTERM' | 'SIGKILL', whose: () => readonly number[]): Promise<void> {
  const pids = whose();
  for (const pid of pids) process.kill(pid, signal);
  const endMs = performance.now() + GONE_MS;
  while (pids.some((pid) => commandOf(pid) !== '')) {
    if (performance.now() > endMs) throw new Error(`still there: ${pids.join(', ')}`);
    await delay(50);
  }
}
