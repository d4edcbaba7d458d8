import type {PhaseFigures, TrafficFigures} from './figures.js';

/** What the traffic of a hop may cost. */
export interface TrafficBounds {
  /** Failed calls; 0 unless given. */
  readonly maxFailed?: number;
  /** The longest time without a good answer in any flow; not judged unless given. */
  readonly maxGapMs?: number;
  /** Calls without which nothing is proved; 1 unless given. */
  readonly minCalls?: number;
  /** How late the caller itself may have been; 500 unless given. */
  readonly maxLateMs?: number;
  /** Which share of the processors others than the lab may have taken where calls were lost, 0 to 1; a quarter unless given. */
  readonly maxOthers?: number;
  /** Those that are judged; all unless given. */
  readonly phases?: readonly string[];
}

export interface TrafficVerdict {
  readonly verdict: 'passed' | 'failed' | 'could not be measured';
  /** Why it is not `passed`, a sentence each. */
  readonly reasons: readonly string[];
}

/** Figures of several flows and phases together: sums, and the worst of each. */
export type TrafficTotal = Pick<PhaseFigures, 'calls' | 'failed' | 'kinds' | 'longestGapMs' | 'lateMs'>;

/** A caller that was late by more has made gaps of its own, and thinned out the calls that would have met one. */
const USUAL_LATE_MS = 500;
/** The engine, the programs that change the mesh and what looks at it take up to an eighth of two processors. */
const USUAL_OTHERS = 0.25;

/** All flows together, in these phases or in all. Pure. */
export function totalOf({flows, phases}: TrafficFigures, only: readonly string[] = phases): TrafficTotal {
  const parts = flows.flatMap((flow) => only.flatMap((phase) => flow.phases[phase] ?? []));
  const kinds: Record<string, number> = {};
  for (const [kind, count] of parts.flatMap((part) => Object.entries(part.kinds))) {
    kinds[kind] = (kinds[kind] ?? 0) + count;
  }
  const sum = (of: (part: PhaseFigures) => number): number => parts.reduce((all, part) => all + of(part), 0);
  const worst = (of: (part: PhaseFigures) => number): number => Math.max(0, ...parts.map(of));
  return {
    calls: sum(({calls}) => calls),
    failed: sum(({failed}) => failed),
    kinds,
    longestGapMs: worst(({longestGapMs}) => longestGapMs),
    lateMs: worst(({lateMs}) => lateMs),
  };
}

/** Whether the calls of a hop came through. What the caller missed by its own fault cannot be judged at all. Pure. */
export function judgeTraffic(figures: TrafficFigures, bounds: TrafficBounds = {}): TrafficVerdict {
  const {maxFailed = 0, maxGapMs = Number.POSITIVE_INFINITY, minCalls = 1} = bounds;
  const {maxLateMs = USUAL_LATE_MS, maxOthers = USUAL_OTHERS, phases = figures.phases} = bounds;
  const {calls, failed, kinds, longestGapMs, lateMs} = totalOf(figures, phases);
  const unmeasured = [
    ...(figures.endedEarly ? ['the caller had ended before the hop was over'] : []),
    ...(figures.untold > 0 ? [`of ${figures.untold} calls no end is known`] : []),
    ...(calls < minCalls ? [`there were ${calls} calls, fewer than ${minCalls}`] : []),
    ...(lateMs > maxLateMs
      ? [`the caller was late by ${Math.round(lateMs)} ms, more than ${maxLateMs}`]
      : []),
  ];
  const lost = [
    ...(failed > maxFailed
      ? [`${failed} of ${calls} calls failed, more than ${maxFailed}: ${kindsText(kinds)}`]
      : []),
    ...(longestGapMs > maxGapMs
      ? [`${Math.round(longestGapMs)} ms without a good answer, more than ${maxGapMs}`]
      : []),
  ];
  // Where nothing was lost beside others, nothing is lost without them.
  const disturbed = lost.length === 0 ? [] : othersTexts(figures, phases, maxOthers);
  const doubts = [...unmeasured, ...disturbed];
  if (doubts.length > 0) return {verdict: 'could not be measured', reasons: [...doubts, ...lost]};
  return {verdict: lost.length > 0 ? 'failed' : 'passed', reasons: lost};
}

function othersTexts(
  {others = {}}: TrafficFigures,
  phases: readonly string[],
  maxOthers: number,
): readonly string[] {
  const percent = (share: number): string => `${Math.round(share * 100)} %`;
  const busy = phases.flatMap((phase) => {
    const share = others[phase] ?? 0;
    return share > maxOthers ? [`${percent(share)} in ${phase}`] : [];
  });
  if (busy.length === 0) return [];
  return [
    `others than the lab took more than ${percent(maxOthers)} of the processors: ${busy.join(', ')}; what was lost may be their doing`,
  ];
}

/** `3 x status 503 (connection termination), TIMEOUT`; the most frequent first. */
export function kindsText(kinds: Readonly<Record<string, number>>): string {
  return Object.entries(kinds)
    .sort(([, one], [, other]) => other - one)
    .map(([kind, count]) => (count === 1 ? kind : `${count} x ${kind}`))
    .join(', ');
}
