import type {ClusterPlan, IstioPlan, Plan} from '../../plan/plan.js';
import type {Strategy} from '../hop.js';
import type {ClusterSeen} from './seen.js';

/**
 * `fault`: the hop would break something, and is refused; after it, it has. `warning`: it changes how the mesh behaves.
 * `notice`: it changes what one may see of it.
 */
export type RowLevel = 'ok' | 'notice' | 'warning' | 'fault';

/** What one check says. */
export interface CheckRow {
  /** Stable name, e.g. `UPGRADE-VALIDATOR-FROZEN`. */
  readonly code: string;
  /** The thing that was checked, in a few words. */
  readonly what: string;
  readonly level: RowLevel;
  /** The evidence: what was seen, and where. */
  readonly seen: string;
  /** What the person can do about it, as a sentence or a command; only where something was found. */
  readonly remedy?: string;
  /** True where only Istio's own Envoy shows it: with stock Envoy nothing of it can be seen. */
  readonly envoyBound?: true;
}

/** A hop as the checks need it: where to is a version as it was typed, which may be none. */
export interface HopRange {
  readonly from: IstioPlan;
  readonly to: IstioPlan;
  readonly strategy: Strategy;
}

/** What was seen that should not be so in one cluster; a sentence each. */
export interface ClusterCheck {
  readonly code: string;
  readonly what: string;
  readonly level: Exclude<RowLevel, 'ok'>;
  readonly envoyBound?: true;
  /** Whether the hop changes anything for it; left out where it is one for every hop. */
  applies?(range: HopRange): boolean;
  find(seen: ClusterSeen, range: HopRange, plan: Plan): readonly string[];
  remedy(cluster: ClusterPlan, range: HopRange): string;
}

/** The row of a check over all clusters: each evidence with the cluster's name. Pure. */
export function rowOf(
  {code, what, level, envoyBound, find, remedy}: ClusterCheck,
  clusters: readonly ClusterSeen[],
  range: HopRange,
  plan: Plan,
): CheckRow {
  const found = clusters.flatMap((seen) =>
    find(seen, range, plan).map((text) => ({cluster: seen.cluster, text: `${seen.cluster.name}: ${text}`})),
  );
  const bound = envoyBound === undefined ? {} : {envoyBound};
  const [first] = found;
  if (first === undefined) return {code, what, level: 'ok', seen: 'nothing of it', ...bound};
  const seen = found.map(({text}) => text).join('; ');
  return {code, what, level, seen, remedy: remedy(first.cluster, range), ...bound};
}
