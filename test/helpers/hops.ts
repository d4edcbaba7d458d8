import {istioText} from '../../src/plan/istio.js';
import type {Hop, HopEvent, HopParts, HopVerdict} from '../../src/upgrade/index.js';
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

/** Nobody calls, nothing changes, the lab is healthy. */
export const QUIET: HopParts = {
  takeState: () => Promise.resolve(),
  changes: () => Promise.resolve([]),
  ailments: () => Promise.resolve([]),
};

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
