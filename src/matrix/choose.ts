import {EastwestError, EXIT} from '../base/errors.js';
import {nearest} from '../base/nearest.js';
import {versionsText} from '../base/version.js';
import type {Cell} from '../report/index.js';
import {STRATEGIES} from '../upgrade/index.js';
import type {MatrixFacts} from './cells.js';

/** Which cells of a matrix; all of what is not named. */
export interface CellChoice {
  /** Versions that a hop may begin at. */
  readonly from?: readonly string[];
  /** And end at. */
  readonly to?: readonly string[];
  readonly strategy?: string;
  /** What the order of the clusters begins with. */
  readonly order?: readonly string[];
  readonly only?: readonly string[];
}

/**
 * The cells that are asked for, in the order in which they were given. Pure.
 *
 * @throws BAD-USAGE where a word means nothing, or no cell is left
 */
export function chosenCells(
  cells: readonly Cell[],
  {from, to, strategy, order = [], only}: CellChoice,
  {versions, clusters}: MatrixFacts,
): readonly Cell[] {
  for (const [flag, named] of [
    ['--from', from],
    ['--to', to],
  ] as const) {
    const strange = (named ?? []).find((version) => !versions.includes(version));
    if (strange === undefined) continue;
    throw usage(
      `${flag} ${strange}: it is not at hand`,
      `at hand: ${versionsText(strange, versions)}; eastwest supply build --istio ${strange}`,
    );
  }
  if (strategy !== undefined && !STRATEGIES.some((one) => one === strategy))
    throw usage(`--strategy ${strategy}: expected ${STRATEGIES.join(' or ')}`);
  const nobody = order.find((name) => !clusters.includes(name));
  if (nobody !== undefined)
    throw usage(`--order ${order.join(',')}: there is no cluster ${nobody}; expected ${clusters.join(',')}`);
  const ids = cells.map(({id}) => id);
  const unknown = only?.find((id) => !ids.includes(id));
  if (unknown !== undefined) {
    const meant = nearest(unknown, ids);
    throw usage(
      `--only ${unknown}: there is no such cell`,
      `${meant === undefined ? '' : `did you mean ${meant}? `}eastwest matrix --cells lists them`,
    );
  }
  const chosen = cells.filter(
    (cell) =>
      (from?.includes(cell.from) ?? true) &&
      (to?.includes(cell.to) ?? true) &&
      (strategy === undefined || cell.strategy === strategy) &&
      order.every((name, place) => cell.order[place] === name) &&
      (only?.includes(cell.id) ?? true),
  );
  if (chosen.length > 0) return chosen;
  throw usage(
    cells.length === 0
      ? `there is no hop between ${versions.length === 0 ? 'no versions' : versions.join(', ')}`
      : 'no cell is left of what is asked for',
    cells.length === 0
      ? 'eastwest supply build --istio VERSION'
      : 'eastwest matrix --cells lists all of them',
  );
}

function usage(message: string, hint?: string): EastwestError {
  return new EastwestError(message, {
    code: 'BAD-USAGE',
    exitCode: EXIT.usage,
    ...(hint === undefined ? {} : {hint}),
  });
}
