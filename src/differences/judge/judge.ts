import {counted} from '../../base/counted.js';
import {compare} from '../compare/compare.js';
import type {Difference} from '../compare/difference.js';
import {knownOf} from '../known/catalogue.js';
import type {KnownChange} from '../known/known.js';
import {normalise} from '../normalise/normalise.js';
import type {MeshState, SetAside, StateName} from '../state.js';
import {allowed} from './allow.js';
import {regressionsOf, type Regression} from './regressions.js';

/** What a state of a hop is against the state before it. */
export interface StateJudgement {
  readonly state: StateName;
  /** Those that were allowed by name are no alarms any more. */
  readonly differences: readonly Difference[];
  /** Scenarios that passed before and do not now. */
  readonly regressions: readonly Regression[];
  /** Not compared, since it follows from the hop itself. */
  readonly setAside: readonly SetAside[];
}

export interface HopJudgement {
  readonly passed: boolean;
  readonly states: readonly StateJudgement[];
  /** Ids of scenarios that were run before the hop and in every state since, so that they can be compared. */
  readonly scenarios: readonly string[];
  /** Those of them that had failed before it: as before is not good. */
  readonly failedBefore: readonly string[];
  readonly alarms: number;
  /** Names of the allow list that excused something. */
  readonly allowed: readonly string[];
  /** What the hop brings and what nothing here could show: bound to Envoy, where the lab runs stock Envoy. */
  readonly notObservable: readonly KnownChange[];
  /** What the hop brings and no configuration shows. */
  readonly unseen: readonly KnownChange[];
  /** A few words. */
  readonly text: string;
}

export interface JudgeOptions {
  /** Versions of the hop. */
  readonly from: string;
  readonly to: string;
  /** Names of what may be. */
  readonly allow?: readonly string[];
}

/**
 * The verdict of a hop: every state against the one before it. It has passed where nothing is otherwise but what is known
 * to be harmless, or was allowed by name. Pure.
 *
 * @throws ALLOW-UNKNOWN
 */
export function judge(
  before: MeshState,
  others: readonly MeshState[],
  {from, to, allow = []}: JudgeOptions,
): HopJudgement {
  const may = allowed(allow);
  const excused = new Set<string>();
  const states = others.map((state): StateJudgement => {
    const found = compare(before, state);
    const regressions = regressionsOf(found, knownBetween(before, state), may, before.proxy);
    const differences = found.map((difference): Difference => {
      const {known, where} = difference;
      const regression = regressions.find(
        ({scenario}) => where.section === 'scenarios' && where.of.includes(scenario),
      );
      const name = known ?? regression?.allowedBy;
      if (!difference.alarm || name === undefined || !may.has(name)) return difference;
      excused.add(name);
      return {...difference, alarm: false};
    });
    return {state: state.name, differences, regressions, setAside: setAsideOf(state)};
  });
  const compared = before.scenarios.filter(
    ({id, verdict}) =>
      verdict !== 'skipped' && others.length > 0 && others.every((state) => hasRun(state, id)),
  );
  const alarms = states.reduce(
    (sum, {differences}) => sum + differences.filter(({alarm}) => alarm).length,
    0,
  );
  const brings = knownOf(from, to);
  const stock = before.proxy === 'stock-envoy';
  return {
    passed: alarms === 0,
    states,
    scenarios: compared.map(({id}) => id),
    failedBefore: compared.filter(({verdict}) => verdict !== 'passed').map(({id}) => id),
    alarms,
    allowed: [...excused].sort(),
    notObservable: brings.filter(({envoyBound}) => stock && envoyBound === true),
    unseen: brings.filter(({signs, envoyBound}) => signs.length === 0 && !(stock && envoyBound === true)),
    text: textOf(states, alarms),
  };
}

function hasRun({scenarios}: MeshState, id: string): boolean {
  return scenarios.some((one) => one.id === id);
}

/** What is known of the releases that clusters have gone through. */
function knownBetween(before: MeshState, after: MeshState): readonly KnownChange[] {
  const found = Object.entries(before.istio).flatMap(([cluster, {version}]) =>
    knownOf(version, after.istio[cluster]?.version ?? version),
  );
  return [...new Set(found)];
}

function setAsideOf(state: MeshState): readonly SetAside[] {
  return normalise(state).setAside;
}

function textOf(states: readonly StateJudgement[], alarms: number): string {
  const differences = states.flatMap((state) => state.differences);
  if (differences.length === 0) return 'nothing differs';
  const known = new Set(differences.flatMap((difference) => difference.known ?? [])).size;
  const regressions = states.reduce((sum, state) => sum + state.regressions.length, 0);
  return [
    counted(differences.length, 'difference'),
    `${counted(known, 'name')} known`,
    counted(alarms, 'alarm'),
    counted(regressions, 'regression'),
  ].join(', ');
}
