import {isGood} from '../scenario/expectations/good.js';
import {percentile} from '../scenario/expectations/latency/latency.js';
import type {Flow} from './flows.js';
import {longestGaps} from './gaps.js';
import {kindOf, type Mark, type TrafficCall} from './lines.js';
import {phaseAt, phasesOf, spansOf, type Span} from './phases.js';

/** What became of the calls of one flow in one phase; a call belongs to the phase in which it was issued. */
export interface PhaseFigures {
  readonly calls: number;
  readonly failed: number;
  /** The failed ones by what became of them, e.g. `{TIMEOUT: 2}`. */
  readonly kinds: Readonly<Record<string, number>>;
  /** The longest time without a good answer, in ms. */
  readonly longestGapMs: number;
  /** Of good answers, from issue to the last byte; left out where there is none. */
  readonly p50Ms?: number;
  readonly p99Ms?: number;
  /** How late a call was issued at most, in ms: what the caller itself is to blame for. */
  readonly lateMs: number;
}

export interface FlowFigures {
  readonly flow: Flow;
  /** By the names of the phases. */
  readonly phases: Readonly<Record<string, PhaseFigures>>;
}

export interface TrafficFigures {
  /** In the order in which they began first. */
  readonly phases: readonly string[];
  readonly flows: readonly FlowFigures[];
  /** Calls that were issued and of which no end is known: their caller was killed. */
  readonly untold: number;
  /** True where the caller was no longer at work when it was to be ended. */
  readonly endedEarly: boolean;
  /**
   * By phase the share of all processors that others than the lab took, from 0 to 1; nothing of phases in which that could
   * not be seen.
   */
  readonly others?: Readonly<Record<string, number>>;
}

/** What became of all calls, by flow and phase. Pure. `endedEarly`: the caller had ended before anybody asked it to. */
export function figuresOf(
  flows: readonly Flow[],
  calls: readonly TrafficCall[],
  marks: readonly Mark[],
  endedEarly: boolean,
): TrafficFigures {
  const phases = phasesOf(marks);
  const spans = spansOf(marks);
  const issued = calls.reduce((most, {n}) => Math.max(most, n), 0);
  return {
    phases,
    flows: flows.map((flow) => flowFigures(flow, calls, spans, phases)),
    untold: issued - calls.length,
    endedEarly,
  };
}

function flowFigures(
  flow: Flow,
  all: readonly TrafficCall[],
  spans: readonly Span[],
  phases: readonly string[],
): FlowFigures {
  const calls = all.filter((call) => call.flow === flow.name);
  const gaps = longestGaps(calls, spans);
  const figures = phases.map((phase) => {
    const own = calls.filter(({at}) => phaseAt(at, spans) === phase);
    return [phase, {...phaseFigures(own), longestGapMs: tenths(gaps.get(phase) ?? 0)}] as const;
  });
  return {flow, phases: Object.fromEntries(figures)};
}

function phaseFigures(calls: readonly TrafficCall[]): Omit<PhaseFigures, 'longestGapMs'> {
  const [good, failed] = [calls.filter(isGood), calls.filter((call) => !isGood(call))];
  const times = good.map(({ms}) => ms);
  const kinds: Record<string, number> = {};
  for (const kind of failed.map(kindOf)) kinds[kind] = (kinds[kind] ?? 0) + 1;
  return {
    calls: calls.length,
    failed: failed.length,
    kinds,
    ...(times.length === 0 ? {} : {p50Ms: percentile(times, 50), p99Ms: percentile(times, 99)}),
    lateMs: calls.reduce((most, {late}) => Math.max(most, late), 0),
  };
}

/** Clocks give more digits than they can tell. */
function tenths(ms: number): number {
  return Math.round(ms * 10) / 10;
}
