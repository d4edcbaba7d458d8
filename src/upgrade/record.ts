import type {HopJudgement} from '../differences/index.js';
import type {Hop} from './hop.js';
import type {HopEvent, HopVerdict} from './hop-parts.js';

/** What a hop leaves, in `hop.json` of its folder beside `events.jsonl` and the states; what is secret is taken out. */
export interface HopRecord {
  /** Raised when a field changes its meaning. */
  readonly schema: 1;
  /** ISO 8601; of this run. */
  readonly startedAt: string;
  /** Of this run. */
  readonly seconds: number;
  /** Whether an earlier run had begun it. */
  readonly resumed: boolean;
  readonly hop: Hop;
  /** Whose Envoy was measured. */
  readonly proxy: {readonly kind: string; readonly version: string};
  /** In their order; `atMs` since this run began. */
  readonly phases: readonly {readonly name: string; readonly atMs: number}[];
  readonly verdict: HopVerdict;
  /** What changed between the states; null where the state before the hop is not known. */
  readonly differences: HopJudgement | null;
}

/**
 * The record of one run of a hop, from its events; undefined where it has measured nothing. A run that only clears away
 * what an earlier one has judged adds what it finds broken to that one's record. Pure.
 */
export function recordOf(
  events: readonly HopEvent[],
  proxy: HopRecord['proxy'],
  earlier?: HopRecord,
): HopRecord | undefined {
  const begun = events.find((event) => event.type === 'hop');
  const judged = events.find((event) => event.type === 'hopJudged');
  const ended = events.find((event) => event.type === 'hopEnded');
  if (judged === undefined) {
    return earlier === undefined || ended === undefined ? undefined : withCleared(earlier, ended.verdict);
  }
  if (begun === undefined) return undefined;
  const {verdict, atMs} = ended ?? judged;
  return {
    ...{schema: 1, startedAt: begun.at, seconds: atMs / 1000, resumed: begun.resumed},
    ...{hop: begun.hop, proxy, verdict, differences: judged.differences},
    phases: events.flatMap((event) =>
      event.type === 'hopPhase' ? [{name: event.phase, atMs: event.atMs}] : [],
    ),
  };
}

function withCleared(earlier: HopRecord, {reasons, rows}: HopVerdict): HopRecord {
  const known = new Set(earlier.verdict.reasons.map(({text}) => text));
  const all = [...earlier.verdict.reasons, ...reasons.filter(({text}) => !known.has(text))];
  return {...earlier, verdict: {...earlier.verdict, good: all.length === 0, reasons: all, rows}};
}
