import {readFile, rm} from 'node:fs/promises';
import {waitFor} from '../base/wait-for.js';
import type {StepContext} from '../engine/step.js';
import {logOf, type SupplyWork} from './work.js';

/** Starts a part's log afresh and gives its name. */
export async function freshLog(work: SupplyWork, name: string): Promise<string> {
  const log = logOf(work, name);
  await rm(log, {force: true});
  return log;
}

/** While `running` runs, says once a second what `describe` makes of its log. */
export async function followLog<T>(
  log: string,
  running: Promise<T>,
  {
    describe,
    work,
    context,
  }: {describe: (lines: readonly string[]) => string; work: SupplyWork; context: StepContext},
): Promise<T> {
  let over = false;
  const look = async (): Promise<{done: boolean; seen: string}> => {
    const text = await readFile(log, 'utf8').catch(() => '');
    return {done: over, seen: describe(text.split('\n').filter((line) => line.trim() !== ''))};
  };
  // It only watches: how the work ends, in time or not, is told by the work itself.
  void waitFor('the log', look, {
    deadlineMs: Number.POSITIVE_INFINITY,
    signal: context.signal,
    clock: work.drivers.clock,
    intervalsMs: [1000],
    onSeen: (seen) => {
      if (!over && seen !== '') context.say(seen);
    },
  }).catch(() => undefined);
  try {
    return await running;
  } finally {
    over = true;
  }
}

/** What `go build -v` and `go list` have come to: downloads first, then one line a package. */
export function goProgress(lines: readonly string[]): string {
  const last = lines.at(-1);
  if (last === undefined) return '';
  if (last.startsWith('go: ')) return last.slice('go: '.length);
  const packages = lines.filter((line) => /^\S+$/.test(line)).length;
  return `${packages} packages, last ${last.split('/').slice(-3).join('/')}`;
}

/** The last line, cut to what fits beside a step. */
export function lastLine(lines: readonly string[]): string {
  const LONGEST = 80;
  return (lines.at(-1) ?? '').trim().slice(0, LONGEST);
}
