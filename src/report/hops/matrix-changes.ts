import type {Cell, CellRecord, Matrix, MatrixCell} from './cell.js';
import type {Senses} from './record.js';
import {byVersions} from './words.js';

/** What is known of the names of changes. */
export interface KnownNames {
  readonly senses: Senses;
  /** Names of those by which calls, pods or rights may fare otherwise. */
  readonly behaviour: ReadonlySet<string>;
}

type Steps = Matrix['changes'][number]['steps'];

/** The known changes that were seen in any cell, by their names. Pure. */
export function changesSeen(
  cells: readonly MatrixCell[],
  {senses, behaviour}: KnownNames,
): Matrix['changes'] {
  const told = cells.flatMap((cell) => (cell.ran?.known ?? []).map((known) => ({...known, cell})));
  return [...byName(told)].map(([name, same]) => ({
    name,
    sense: senses[name] ?? '',
    behaviour: behaviour.has(name),
    allowed: same.some(({allowed}) => allowed),
    steps: stepsOf(same.map(({cell}) => cell)),
  }));
}

/** What the hops that ran bring as well, and nobody could see in this lab. Pure. */
export function changesNotSeen(
  records: readonly CellRecord[],
  {behaviour}: KnownNames,
): Matrix['unobserved'] {
  const told = records.flatMap(({cell, hop}) => [
    ...(hop?.differences?.notObservable ?? []).map((one) => ({...one, cell, why: 'proxy' as const})),
    ...(hop?.differences?.unseen ?? []).map((one) => ({...one, cell, why: 'configuration' as const})),
  ]);
  return [...byName(told)].flatMap(([name, same]) => {
    const [first] = same;
    if (first === undefined) return [];
    const {sense, why} = first;
    return {name, sense, behaviour: behaviour.has(name), why, steps: stepsOf(same.map(({cell}) => cell))};
  });
}

function byName<T extends {readonly name: string}>(all: readonly T[]): ReadonlyMap<string, readonly T[]> {
  const names = [...new Set(all.map(({name}) => name))].sort();
  return new Map(names.map((name) => [name, all.filter((one) => one.name === name)]));
}

/** Each once, whichever way it was gone, the earliest first. Pure. */
export function stepsOf(cells: readonly Cell[]): Steps {
  const steps = new Map<string, Steps[number]>();
  for (const {direction, from, to} of cells) {
    const forward = direction === 'forward';
    const [earlier, later] = forward ? [from, to] : [to, from];
    const key = `${earlier}-${later}`;
    const same = steps.get(key);
    steps.set(key, {
      ...{earlier, later},
      forward: forward || same?.forward === true,
      back: !forward || same?.back === true,
    });
  }
  return [...steps.values()].sort((one, other) => byVersions(one.earlier, other.earlier));
}
