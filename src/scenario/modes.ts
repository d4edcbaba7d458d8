import {waitFor, type Look} from '../base/wait-for.js';
import type {Bench} from './bench.js';
import {DEADLINES} from './deadlines.js';
import type {ProbeStep} from './scenario.js';

/** What one look at a probe gave, in words. */
export interface Looked {
  readonly ok: boolean;
  readonly evidence: string;
  readonly wanted?: string;
  /** Nothing could be measured: the look says neither yes nor no. */
  readonly blind?: boolean;
}

type Mode = Pick<ProbeStep, 'withinMs' | 'converges' | 'consistentlyMs' | 'neverMs'>;
type LookOnce<L> = () => Promise<L>;

const HOLD_INTERVALS_MS = [250];

/** Looks as often and as long as the step says, and judges the looks together. The last one is what is told of. */
export async function lookBy<L extends Looked>(
  title: string,
  mode: Mode,
  look: LookOnce<L>,
  bench: Bench,
): Promise<L> {
  if (mode.consistentlyMs > 0) return hold(title, mode.consistentlyMs, true, look, bench);
  if (mode.neverMs > 0) return hold(title, mode.neverMs, false, look, bench);
  return mode.withinMs > 0 ? reach(title, mode, look, bench) : measured(title, look, bench);
}

/** One look decides. One that has measured nothing says neither yes nor no, and is made again. */
async function measured<L extends Looked>(
  title: string,
  look: LookOnce<L>,
  {signal, clock, say}: Bench,
): Promise<L> {
  let last = await look();
  if (last.blind !== true) return last;
  const lookAgain = async (): Promise<Look> => {
    last = await look();
    return {done: last.blind !== true, seen: last.evidence};
  };
  try {
    await waitFor(title, lookAgain, {deadlineMs: DEADLINES.blindMs, signal, clock, onSeen: say});
  } catch (error) {
    if (signal.aborted) throw error;
  }
  return last;
}

/** Looks until the expectations hold, `converges` times in a row, or the time is over. */
async function reach<L extends Looked>(
  title: string,
  {withinMs, converges}: Mode,
  look: LookOnce<L>,
  {signal, clock, say}: Bench,
): Promise<L> {
  let inRow = 0;
  let most = 0;
  let last: L | undefined;
  const lookAgain = async (): Promise<Look> => {
    last = await look();
    inRow = last.ok ? inRow + 1 : 0;
    most = Math.max(most, inRow);
    const more = last.ok && inRow < converges ? ` (${inRow} of ${converges} looks in a row)` : '';
    return {done: inRow >= converges, seen: `${last.evidence}${more}`};
  };
  try {
    await waitFor(title, lookAgain, {deadlineMs: withinMs, signal, clock, onSeen: say});
  } catch (error) {
    if (signal.aborted || last === undefined) throw error;
    const row = converges > 1 ? `, at most ${most} of ${converges} looks in a row were as wanted` : '';
    return {...last, ok: false, evidence: `${last.evidence} (after ${secondsText(withinMs)}${row})`};
  }
  if (last === undefined) throw new TypeError('a wait ended without a look');
  return converges > 1 ? {...last, evidence: `${last.evidence} (${converges} looks in a row)`} : last;
}

/** Looks for `holdMs`, at least twice; the first look that is not `wanted` ends it. */
async function hold<L extends Looked>(
  title: string,
  holdMs: number,
  wanted: boolean,
  look: LookOnce<L>,
  {signal, clock, say}: Bench,
): Promise<L> {
  const startMs = clock.nowMs();
  let looks = 0;
  let last: L | undefined;
  const lookAgain = async (): Promise<Look> => {
    last = await look();
    looks += 1;
    const wrong = isWrong(last, wanted);
    const over = looks > 1 && clock.nowMs() - startMs >= holdMs;
    return {done: wrong || over, seen: last.evidence};
  };
  await waitFor(title, lookAgain, {
    deadlineMs: holdMs + DEADLINES.lookMs,
    intervalsMs: HOLD_INTERVALS_MS,
    signal,
    clock,
    onSeen: say,
  });
  if (last === undefined) throw new TypeError('a wait ended without a look');
  if (isWrong(last, wanted))
    return broken(last, wanted, `look ${looks}, after ${secondsText(clock.nowMs() - startMs)}`, holdMs);
  const all = `at ${looks} of ${looks} looks in ${secondsText(holdMs)}`;
  const {evidence} = last;
  return wanted
    ? {...last, evidence: `${evidence} (${all})`}
    : {...last, ok: true, evidence: `not so ${all}; last seen: ${evidence}`};
}

function isWrong({ok, blind}: Looked, wanted: boolean): boolean {
  return blind === true || ok !== wanted;
}

function broken<L extends Looked>(last: L, wanted: boolean, when: string, holdMs: number): L {
  const evidence = `${last.evidence} (${when})`;
  const time = secondsText(holdMs);
  if (last.blind === true)
    return {...last, ok: false, evidence, wanted: `a measurement at every look for ${time}`};
  const text = last.wanted ?? '';
  return wanted
    ? {...last, evidence, wanted: `${text} at every look for ${time}`}
    : {...last, ok: false, evidence, wanted: `never ${text} for ${time}`};
}

function secondsText(ms: number): string {
  return `${Math.round(ms / 100) / 10} s`;
}
