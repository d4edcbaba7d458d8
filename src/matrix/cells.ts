import {byNumber} from '../plan/istio.js';
import type {Cell} from '../report/index.js';
import {STRATEGIES, type Strategy} from '../upgrade/index.js';

/** What a matrix is made of. */
export interface MatrixFacts {
  /** Of Istio, e.g. `1.17.5`. */
  readonly versions: readonly string[];
  /** The lab's names, in the order of the lab file. */
  readonly clusters: readonly string[];
}

/** Every hop between neighbours of the versions, both ways, by each strategy, each cluster first once. Pure. */
export function cellsOf({versions, clusters}: MatrixFacts): readonly Cell[] {
  const sorted = [...new Set(versions)].sort(byNumber);
  const pairs = sorted.slice(1).map((upper, place) => [sorted[place] ?? upper, upper] as const);
  return pairs.flatMap(([lower, upper]) =>
    (
      [
        [lower, upper],
        [upper, lower],
      ] as const
    ).flatMap(([from, to]) =>
      [...STRATEGIES]
        .reverse()
        .flatMap((strategy) => clusters.map((first) => cellOf(from, to, strategy, first, clusters))),
    ),
  );
}

function cellOf(
  from: string,
  to: string,
  strategy: Strategy,
  first: string,
  clusters: readonly string[],
): Cell {
  return {
    ...{id: `${from}-${to}-${strategy}-${first}`, from, to, strategy},
    direction: byNumber(to, from) > 0 ? 'forward' : 'back',
    order: [...new Set([first, ...clusters])],
  };
}
