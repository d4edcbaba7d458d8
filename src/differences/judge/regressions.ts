import type {Difference} from '../compare/difference.js';
import type {KnownChange} from '../known/known.js';
import type {MeshConfiguration} from '../state.js';

/** A scenario that passed before and does not in a state of the hop. */
export interface Regression {
  readonly scenario: string;
  /** What it does now, and why. */
  readonly seen: string;
  /** Names of known changes of the hop that may end it so; those that were seen in this state come first. */
  readonly explainedBy: readonly string[];
  /** The one among them that was allowed. */
  readonly allowedBy?: string;
}

/** The regressions among differences, with what explains them. Pure. */
export function regressionsOf(
  differences: readonly Difference[],
  brings: readonly KnownChange[],
  may: ReadonlySet<string>,
  proxy: MeshConfiguration['proxy'],
): readonly Regression[] {
  const recognised = new Set(differences.flatMap(({known}) => known ?? []));
  // What needs Istio's own Envoy cannot be the cause where there is none.
  const possible = brings.filter(({envoyBound}) => !(proxy === 'stock-envoy' && envoyBound === true));
  return differences
    .filter(({where, path, alarm}) => where.section === 'scenarios' && path === 'verdict' && alarm)
    .flatMap(({where, after = ''}) =>
      where.of.map((scenario): Regression => {
        const explainedBy = possible
          .filter(({scenarios}) => scenarios?.test(scenario) === true)
          .map(({name}) => name)
          .sort((one, other) => Number(recognised.has(other)) - Number(recognised.has(one)));
        const allowedBy = explainedBy.find((name) => may.has(name));
        return {scenario, seen: after, explainedBy, ...(allowedBy === undefined ? {} : {allowedBy})};
      }),
    );
}
