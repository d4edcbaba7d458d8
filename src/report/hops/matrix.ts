import type {CallTotal, Cell, CellRecord, HopSummary, Matrix, MatrixCell} from './cell.js';
import {changesNotSeen, changesSeen, type KnownNames} from './matrix-changes.js';
import {summaryOf} from './summary.js';

/** What the reports of a matrix are made from. */
export interface MatrixReport extends KnownNames {
  readonly lab: string;
  readonly supply: string;
  /** All of them, whether they ran or not. */
  readonly cells: readonly Cell[];
  /** Of those that did. */
  readonly records: readonly CellRecord[];
}

/** A matrix for programs, `matrix.json`. Pure. */
export function matrixOf({lab, supply, cells, records, ...names}: MatrixReport): Matrix {
  const told = cells.map((cell): MatrixCell => {
    const record = records.find((one) => one.cell.id === cell.id);
    if (record === undefined) return {...cell};
    const {startedAt, labMade} = record;
    const made = labMade === undefined ? {} : {labSeconds: labMade.seconds};
    return {...cell, ran: cellSummary(record), startedAt, ...made};
  });
  const [proxy] = records.flatMap(({hop}) => hop?.proxy ?? []);
  const [startedAt] = told.flatMap((cell) => cell.startedAt ?? []).sort();
  const compared = records.flatMap(({hop}) => (hop === undefined ? [] : [hop.differences?.scenarios ?? []]));
  const scenarios = (compared[0] ?? []).filter((id) => compared.every((ids) => ids.includes(id)));
  return {
    ...{format: 1, lab, supply},
    ...(proxy === undefined ? {} : {proxy}),
    ...(startedAt === undefined ? {} : {startedAt}),
    ...(scenarios.length === 0 ? {} : {scenarios}),
    cells: told,
    changes: changesSeen(told, names),
    unobserved: changesNotSeen(records, names),
  };
}

/** What of a cell is told in a line; of a hop that came to no verdict there are no figures. Pure. */
export function cellSummary({hop, outcome, reasons, seconds}: CellRecord): HopSummary {
  if (hop === undefined)
    return {outcome, reasons, seconds, known: [], unknown: [], verdicts: [], figures: []};
  return {...summaryOf(hop), outcome, reasons, seconds};
}

/** Cells by how they ended. */
export type MatrixTotals = Readonly<Record<HopSummary['outcome'] | 'not run', number>>;

export function totalsOfMatrix({cells}: Pick<Matrix, 'cells'>): MatrixTotals {
  const count = (end: keyof MatrixTotals): number =>
    cells.filter(({ran}) => (ran?.outcome ?? 'not run') === end).length;
  return {
    good: count('good'),
    regression: count('regression'),
    unmeasured: count('unmeasured'),
    refused: count('refused'),
    broken: count('broken'),
    'not run': count('not run'),
  };
}

/** Calls of all hops that came to a verdict: of an unmeasured one they say nothing. Pure. */
export function callsOfMatrix({cells}: Pick<Matrix, 'cells'>): Pick<CallTotal, 'calls' | 'failed'> {
  const all = cells.flatMap(({ran}) =>
    ran?.outcome === 'good' || ran?.outcome === 'regression' ? (ran.calls ?? []) : [],
  );
  const sum = (key: 'calls' | 'failed'): number => all.reduce((total, one) => total + one[key], 0);
  return {calls: sum('calls'), failed: sum('failed')};
}

/** How long all hops together took, in seconds. Pure. */
export function secondsOfMatrix({cells}: Pick<Matrix, 'cells'>): number {
  return cells.reduce((sum, {ran}) => sum + (ran?.seconds ?? 0), 0);
}

/** `29 of 32 hops good, 2 regressions, 1 refused`; what is zero is left out, but for good ones. */
export function matrixHeadline(matrix: Pick<Matrix, 'cells'>): string {
  const {good, regression, unmeasured, refused, broken, 'not run': open} = totalsOfMatrix(matrix);
  const more = [
    regression === 0 ? [] : `${regression} ${regression === 1 ? 'regression' : 'regressions'}`,
    broken === 0 ? [] : `${broken} broken`,
    unmeasured === 0 ? [] : `${unmeasured} unmeasured`,
    refused === 0 ? [] : `${refused} refused`,
    open === 0 ? [] : `${open} not run`,
  ].flat();
  return [`${good} of ${matrix.cells.length} hops good`, ...more].join(', ');
}
