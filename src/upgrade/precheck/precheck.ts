import {EastwestError, EXIT} from '../../base/errors.js';
import {CONFIGURATION_CHECKS} from './configuration.js';
import {ENVOY_FILTER_CHECKS} from './envoy-filters.js';
import {healthRow, hopRows, type HopFacts} from './hop-checks.js';
import {INSTALLATION_CHECKS} from './installation.js';
import {rowOf, type CheckRow, type ClusterCheck} from './row.js';
import {SETTINGS_CHECKS} from './settings.js';
import type {ClusterSeen} from './seen.js';

/** Known breakers of which a cluster can show that it has them. */
export const CLUSTER_CHECKS: readonly ClusterCheck[] = [
  ...INSTALLATION_CHECKS,
  ...SETTINGS_CHECKS,
  ...CONFIGURATION_CHECKS,
  ...ENVOY_FILTER_CHECKS,
];

/** What a hop was found to have before it, a row for each check that it is one for. Pure. */
export function precheck(facts: HopFacts, clusters: readonly ClusterSeen[]): readonly CheckRow[] {
  const rows = hopRows(facts);
  // Of a version that nobody knows nothing can be told, and what the lab has does not matter.
  return rows.length === 1 ? rows : [...rows, ...clusterRows(facts, clusters)];
}

/** The same once the mesh is where it was to go, or back: whether the hop itself can be made does not matter any more. Pure. */
export function aftercheck(
  facts: Pick<HopFacts, 'plan' | 'range' | 'ailments'>,
  clusters: readonly ClusterSeen[],
): readonly CheckRow[] {
  return [healthRow(facts), ...clusterRows(facts, clusters)];
}

function clusterRows(
  {plan, range}: Pick<HopFacts, 'plan' | 'range'>,
  clusters: readonly ClusterSeen[],
): readonly CheckRow[] {
  return CLUSTER_CHECKS.filter(({applies}) => applies?.(range) ?? true).map((check) =>
    rowOf(check, clusters, range, plan),
  );
}

export function faultsOf(rows: readonly CheckRow[]): readonly CheckRow[] {
  return rows.filter(({level}) => level === 'fault');
}

/** One error that names every fault, by the code of the first; nothing has been touched. */
export function refusalOf(faults: readonly CheckRow[]): EastwestError {
  const [first, ...others] = faults;
  const count = others.length === 0 ? '' : ` (and ${others.length} more)`;
  return new EastwestError(`the hop is refused: ${first?.seen}${count}`, {
    code: first?.code ?? 'UPGRADE-REFUSED',
    details: others.map(({code, seen, remedy}) => `${code}: ${seen}. Remedy: ${remedy}`),
    ...(first?.remedy === undefined ? {} : {hint: first.remedy}),
    exitCode: EXIT.usage,
  });
}
