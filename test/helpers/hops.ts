import {istioText} from '../../src/plan/istio.js';
import type {Difference, HopJudgement} from '../../src/differences/index.js';
import type {TrafficFigures} from '../../src/traffic/index.js';
import type {Hop, HopEvent, HopParts, HopVerdict, StateName} from '../../src/upgrade/index.js';
import {hopUnderWay, runHop, thresholdsOf, type HopNote} from '../../src/upgrade/index.js';
import {asNoted, readNotes} from '../../src/upgrade/note.js';
import {revisionFor} from '../../src/upgrade/versions.js';
import type {HopLab} from '../fakes/hop-lab.js';

/** A hop of a whole lab, west first, unless more is said. */
export function hopTo(version: string, lab: HopLab, more: Partial<Hop> = {}): Hop {
  const from = more.from ?? {version: lab.plan.versions.istio};
  const strategy = more.strategy ?? 'canary';
  const revision = revisionFor(version, strategy, from);
  return {
    from,
    to: {version, ...(revision === undefined ? {} : {revision})},
    strategy,
    order: ['west', 'east'],
    holdMs: 7000,
    rollback: false,
    ...more,
  };
}

/** Nothing differs in any state. */
export const SAME: HopJudgement = {
  passed: true,
  states: [],
  alarms: 0,
  scenarios: [],
  failedBefore: [],
  allowed: [],
  notObservable: [],
  unseen: [],
  text: 'nothing differs',
};

/** A difference that nobody knows, unless more is said. */
export function difference(text: string, more: Partial<Difference> = {}): Difference {
  const where = {section: 'listeners', clusters: ['west'], of: ['west/a/b'], places: 1} as const;
  return {where, path: 'p', before: '1', after: '2', alarm: true, text, ...more};
}

/** Something differs in one state. */
export function judged(
  state: StateName,
  differences: readonly Difference[],
  more: Partial<HopJudgement> = {},
): HopJudgement {
  const alarms = differences.filter(({alarm}) => alarm).length;
  const states = [{state, differences, regressions: [], setAside: []}];
  return {...SAME, passed: alarms === 0, states, alarms, text: 'something differs', ...more};
}

/** Nobody calls, nothing changes, the lab is healthy. */
export const QUIET: HopParts = {
  takeState: () => Promise.resolve(),
  judge: () => Promise.resolve({judgement: SAME}),
  ailments: () => Promise.resolve([]),
};

/** Something has changed that nobody knows: the hop is judged bad. */
export const OTHERWISE: HopParts = {
  ...QUIET,
  judge: () => Promise.resolve({judgement: judged('after', [difference('a listener is gone')])}),
};

/** Calls of a flow in each phase, so many of them failed in each. */
export function figures(phases: readonly string[], failed = 0): TrafficFigures {
  const flow = {name: 'f', from: 'west', to: 'east', connection: 'new', retries: 'off'} as const;
  const one = {
    calls: 1000,
    failed,
    kinds: failed === 0 ? {} : {TIMEOUT: failed},
    longestGapMs: 20,
    lateMs: 1,
  };
  const byPhase = Object.fromEntries(phases.map((phase) => [phase, one]));
  return {phases, flows: [{flow, phases: byPhase}], untold: 0, endedEarly: false};
}

export interface HopRunSeen {
  readonly verdict: HopVerdict;
  readonly events: readonly HopEvent[];
  readonly phases: readonly string[];
}

/** Runs a hop that is new. */
export function runNew(hop: Hop, lab: HopLab, parts: HopParts = QUIET): Promise<HopRunSeen> {
  return run({hop, stage: 'forth', begun: '2026-01-01T00:00:00Z'}, false, lab, parts);
}

/** Goes on with what is noted, as the command does. */
export async function goOn(lab: HopLab, stage?: 'back', parts: HopParts = QUIET): Promise<HopRunSeen> {
  const note = await hopUnderWay(lab.plan, lab.drivers.docker);
  if (note === undefined) throw new Error('no hop is under way');
  return run(stage === undefined ? note : {...note, stage}, true, lab, parts);
}

async function run(note: HopNote, resumed: boolean, lab: HopLab, parts: HopParts): Promise<HopRunSeen> {
  const events: HopEvent[] = [];
  const verdict = await runHop({
    plan: asNoted(lab.plan, await readNotes(lab.plan, lab.drivers.docker)),
    note,
    resumed,
    drivers: lab.drivers,
    parts,
    thresholds: thresholdsOf({}),
    signal: new AbortController().signal,
    emit: (event) => events.push(event),
  });
  const phases = events.flatMap((event) => (event.type === 'hopPhase' ? [event.phase] : []));
  return {verdict, events, phases};
}

/** What each node says that its mesh is. */
export async function noted(lab: HopLab): Promise<readonly string[]> {
  const plan = asNoted(lab.plan, await readNotes(lab.plan, lab.drivers.docker));
  return plan.clusters.map(({name, istio}) => `${name} ${istioText(istio)}`);
}

/** Names of all that a cluster has. */
export function namesIn(lab: HopLab, cluster: string): readonly string[] {
  return [...(lab.stores.get(cluster)?.objects.keys() ?? [])].sort();
}
