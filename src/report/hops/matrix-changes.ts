import type {Cell, CellRecord, Matrix, MatrixCell} from './cell.js';
import type {Senses} from './record.js';

type Between = Matrix['changes'][number]['between'];

/** The known changes that were seen in any cell, by their names. Pure. */
export function changesSeen(cells: readonly MatrixCell[], senses: Senses): Matrix['changes'] {
  const told = cells.flatMap((cell) => (cell.ran?.known ?? []).map((known) => ({...known, cell})));
  return [...byName(told)].map(([name, same]) => ({
    name,
    sense: senses[name] ?? '',
    between: betweenOf(same.map(({cell}) => cell)),
    allowed: same.some(({allowed}) => allowed),
  }));
}

/** What the hops that ran bring as well, and nobody could see in this lab. Pure. */
export function changesNotSeen(records: readonly CellRecord[]): Matrix['unobserved'] {
  const told = records.flatMap(({cell, hop}) => [
    ...(hop?.differences?.notObservable ?? []).map((one) => ({...one, cell, why: 'proxy' as const})),
    ...(hop?.differences?.unseen ?? []).map((one) => ({...one, cell, why: 'configuration' as const})),
  ]);
  return [...byName(told)].flatMap(([name, same]) => {
    const [first] = same;
    if (first === undefined) return [];
    return {name, sense: first.sense, why: first.why, between: betweenOf(same.map(({cell}) => cell))};
  });
}

function byName<T extends {readonly name: string}>(all: readonly T[]): ReadonlyMap<string, readonly T[]> {
  const names = [...new Set(all.map(({name}) => name))].sort();
  return new Map(names.map((name) => [name, all.filter((one) => one.name === name)]));
}

/** A step of a release, whichever way it was gone. */
function betweenOf(cells: readonly Cell[]): Between {
  const steps = cells.map(({direction, from, to}): [string, string] =>
    direction === 'forward' ? [from, to] : [to, from],
  );
  return [...new Map(steps.map((step) => [step.join(), step])).values()].sort(([one], [other]) =>
    one.localeCompare(other, 'en', {numeric: true}),
  );
}
