import type {TrafficFigures} from '../../traffic/figures.js';
import {totalOf} from '../../traffic/judge.js';
import type {CallTotal, HopSummary, KnownTold} from './cell.js';
import type {HopTold, Reason} from './record.js';
import {recordWords} from './words.js';

/** The phase in which the clusters run different versions and nothing else is done. */
const MIXED = 'mixed';

/** The code of a reason that blames nobody but the caller. */
export const UNMEASURED = 'UPGRADE-UNMEASURED';

/** What changes of a scenario are called: of its verdict, and of what it measured. */
const VERDICT = /^scenario /;
const FIGURES = /^figures of /;

/**
 * Whether what calls do in a phase is judged: while a state is taken packs change the lab. The twin of `statePhase` in
 * src/upgrade/hop.ts, which reads what this folder writes and cannot be read by it.
 */
export function isJudged(phase: string): boolean {
  return !phase.startsWith('state ');
}

/** How a hop ended that came to a verdict; one that nothing else speaks against could only not be measured. Pure. */
export function outcomeOf({
  good,
  reasons,
}: {
  readonly good: boolean;
  readonly reasons: readonly Reason[];
}): 'good' | 'regression' | 'unmeasured' {
  if (good) return 'good';
  return reasons.length > 0 && reasons.every(({code}) => code === UNMEASURED) ? 'unmeasured' : 'regression';
}

/** `Good: 1.17.5 → 1.18.2, canary, west first`. Pure. */
export function hopHeadline(record: HopTold): string {
  const outcome = outcomeOf(record.verdict);
  return `${outcome.slice(0, 1).toUpperCase()}${outcome.slice(1)}: ${recordWords(record)}`;
}

/** What of a hop is told in a line or a cell. Pure. */
export function summaryOf({verdict, differences, seconds}: HopTold): HopSummary {
  const {reasons, figures, changes} = verdict;
  const known = new Map<string, KnownTold>();
  for (const {name, alarm, states} of changes.filter((change) => change.known)) {
    const same = known.get(name);
    known.set(name, {
      name,
      alarm: alarm || same?.alarm === true,
      allowed: verdict.allowed.includes(name),
      states: [...new Set([...(same?.states ?? []), ...states])],
    });
  }
  const others = changes.filter((change) => !change.known);
  const verdicts = others.filter(({name}) => VERDICT.test(name));
  const measured = others.filter(({name}) => FIGURES.test(name));
  const {scenarios: compared = [], failedBefore = []} = differences ?? {};
  const otherwise = compared.filter((id) => verdicts.some(({name}) => name === `scenario ${id}`)).length;
  return {
    outcome: outcomeOf(verdict),
    reasons,
    seconds,
    ...(figures === null ? {} : {calls: callsIn(figures, figures.phases.filter(isJudged))}),
    ...(figures?.phases.includes(MIXED) === true ? {mixed: callsIn(figures, [MIXED])} : {}),
    known: [...known.values()].sort((one, other) => (one.name < other.name ? -1 : 1)),
    unknown: others
      .filter((change) => change.alarm && !verdicts.includes(change) && !measured.includes(change))
      .map(changeText),
    ...(compared.length === 0
      ? {}
      : {scenarios: {compared: compared.length, otherwise, failedBefore: failedBefore.length}}),
    verdicts: verdicts.map(changeText),
    figures: measured.map(changeText),
  };
}

function changeText({states, text}: HopTold['verdict']['changes'][number]): string {
  return `${states.join(', ')}: ${text.replace(/^(unknown: |scenario |figures of )/, '')}`;
}

/** All flows together in some phases: sums, and the worst of what cannot be added. Pure. */
export function callsIn(figures: TrafficFigures, phases: readonly string[]): CallTotal {
  const {calls, failed, kinds, longestGapMs} = totalOf(figures, phases);
  const parts = figures.flows.flatMap((flow) => phases.flatMap((phase) => flow.phases[phase] ?? []));
  const [p50, p99] = [parts.flatMap(({p50Ms}) => p50Ms ?? []), parts.flatMap(({p99Ms}) => p99Ms ?? [])];
  return {
    ...{calls, failed, kinds: {...kinds}, longestGapMs},
    ...(p50.length === 0 ? {} : {p50Ms: Math.max(...p50)}),
    ...(p99.length === 0 ? {} : {p99Ms: Math.max(...p99)}),
  };
}
