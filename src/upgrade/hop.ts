import type {StateName} from '../differences/index.js';
import type {IstioPlan} from '../plan/plan.js';

/** When the mesh is judged: its verdicts, the configuration of its proxies, its objects. */
export type {StateName};

/** `canary`: a second control plane with a revision, and tags. `in-place`: the target's istioctl over what is there. */
export const STRATEGIES = ['canary', 'in-place'] as const;
export type Strategy = (typeof STRATEGIES)[number];

/** One change of Istio's version of the whole mesh, one cluster after the other. */
export interface Hop {
  readonly from: IstioPlan;
  readonly to: IstioPlan;
  readonly strategy: Strategy;
  /** Every cluster of the lab, by its name; the mesh runs mixed from the first of them to the end of the last. */
  readonly order: readonly string[];
  /** How long it stays mixed after the first cluster. */
  readonly holdMs: number;
  /** Whether it goes back at its end, once it has been judged there as well. */
  readonly rollback: boolean;
}

/**
 * What comes next with a hop that was begun: clusters go `forth`, or `back`; it was `judged` bad, and a person decides;
 * it was judged good, and what the mesh has left is being `cleared` away.
 */
export type HopStage = 'forth' | 'back' | 'judged' | 'cleared';

/** The phases in which a cluster changes, in their order. */
export function movesOf({order}: Pick<Hop, 'order'>, direction: 'forth' | 'back'): readonly string[] {
  return direction === 'forth' ? order : [...order].reverse();
}

/** What a phase is called in which a cluster changes. */
export function movePhase(cluster: string, direction: 'forth' | 'back'): string {
  return direction === 'forth' ? cluster : `${cluster} back`;
}

/** While a state is taken packs change the lab: what calls do meanwhile is told, and not judged. */
export function statePhase(state: StateName): string {
  return `state ${state}`;
}

export function isJudged(phase: string): boolean {
  return !phase.startsWith('state ');
}

/** `1.17.5 -> 1.18.2, canary`. */
export function hopText({from, to, strategy}: Hop): string {
  return `${from.version} -> ${to.version}, ${strategy}`;
}
