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
  const {minCalls = 1, maxLateMs = USUAL_LATE_MS, maxOthers = USUAL_OTHERS, phases = figures.phases} = bounds;
  const {calls, lateMs} = totalOf(figures, phases);
  const unmeasured = [
    ...(figures.endedEarly ? ['the caller had ended before the hop was over'] : []),
    ...(figures.untold > 0 ? [`of ${figures.untold} calls no end is known`] : []),
    ...(calls < minCalls ? [`there were ${calls} calls, fewer than ${minCalls}`] : []),
    ...(lateMs > maxLateMs
      ? [`the caller was late by ${Math.round(lateMs)} ms, more than ${maxLateMs}`]
      : []),
  ];
  const lost = lossesIn(figures, phases, bounds);
  if (unmeasured.length > 0) return {verdict: 'could not be measured', reasons: [...unmeasured, ...lost]};
  const shareIn = (phase: string): number => figures.others?.[phase] ?? 0;
  const isDisturbed = (phase: string): boolean => shareIn(phase) > maxOthers;
  // What is lost beside others at work may be their doing; what is lost while nobody else is at work is the mesh's.
  const calm = phases.filter((phase) => !isDisturbed(phase));
  if (lost.length === 0 || lossesIn(figures, calm, bounds).length > 0)
    return {verdict: lost.length > 0 ? 'failed' : 'passed', reasons: lost};
  const busy = phases.filter(isDisturbed).map((phase) => `${percentText(shareIn(phase))} in ${phase}`);
  const others = `others than the lab took more than ${percentText(maxOthers)} of the processors: ${busy.join(', ')}`;
  return {
    verdict: 'could not be measured',
    reasons: [`${others}; what was lost may be their doing`, ...lost],
  };
}

/** What of the calls in these phases is out of bounds. */
function lossesIn(
  figures: TrafficFigures,
  phases: readonly string[],
  {maxFailed = 0, maxGapMs = Number.POSITIVE_INFINITY}: TrafficBounds,
): readonly string[] {
  const {calls, failed, kinds, longestGapMs} = totalOf(figures, phases);
  const where = phases.flatMap((phase) => {
    const own = totalOf(figures, [phase]).failed;
    return own === 0 ? [] : [`${own} in ${phase}`];
  });
  return [
    ...(failed > maxFailed
      ? [
          `${failed} of ${calls} calls failed, more than ${maxFailed}: ${kindsText(kinds)}; ${where.join(', ')}`,
        ]
      : []),
    ...(longestGapMs > maxGapMs
      ? [`${Math.round(longestGapMs)} ms without a good answer, more than ${maxGapMs}`]
      : []),
  ];
}

/** `41 %`, of a share from 0 to 1. */
export function percentText(share: number): string {
  return `${Math.round(share * 100)} %`;
}

/** `3 x status 503 (connection termination), TIMEOUT`; the most frequent first. */
export function kindsText(kinds: Readonly<Record<string, number>>): string {
  return Object.entries(kinds)
    .sort(([, one], [, other]) => other - one)
    .map(([kind, count]) => (count === 1 ? kind : `${count} x ${kind}`))
    .join(', ');
}
