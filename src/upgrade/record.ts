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
  /** What changed between the states. */
  readonly differences: unknown;
}

/** The record of a hop, from its events; undefined where it has not come to a verdict. Pure. */
export function recordOf(
  events: readonly HopEvent[],
  {proxy, differences}: Pick<HopRecord, 'proxy' | 'differences'>,
): HopRecord | undefined {
  const begun = events.find((event) => event.type === 'hop');
  const ended = events.findLast((event) => event.type === 'hopEnded');
  if (begun === undefined || ended === undefined) return undefined;
  const {hop, resumed, at} = begun;
  const phases = events.flatMap((event) =>
    event.type === 'hopPhase' ? [{name: event.phase, atMs: event.atMs}] : [],
  );
  return {
    ...{schema: 1, startedAt: at, seconds: ended.atMs / 1000, resumed, hop, proxy, phases},
    ...{verdict: ended.verdict, differences},
  };
}
