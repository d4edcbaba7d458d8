import type {Mark} from './lines.js';

/** A phase and its time, in milliseconds since 1970; the first has no beginning and the last no end. */
export interface Span {
  readonly phase: string;
  readonly fromMs: number;
  readonly toMs: number;
}

/** The names of the phases, each once, in the order in which they first began. */
export function phasesOf(marks: readonly Mark[]): readonly string[] {
  return [...new Set(marks.map(({phase}) => phase))];
}

/** The times of the phases, one after the other: what was before the first mark is of its phase. */
export function spansOf(marks: readonly Mark[]): readonly Span[] {
  return marks.map(({at, phase}, index) => ({
    phase,
    fromMs: index === 0 ? Number.NEGATIVE_INFINITY : at,
    toMs: marks[index + 1]?.at ?? Number.POSITIVE_INFINITY,
  }));
}

/** The phase of a moment. */
export function phaseAt(atMs: number, spans: readonly Span[]): string | undefined {
  return spans.find(({fromMs, toMs}) => fromMs <= atMs && atMs < toMs)?.phase;
}
