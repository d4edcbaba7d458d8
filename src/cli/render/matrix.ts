import type {MatrixEvent, Turn} from '../../matrix/index.js';
import {
  cellLine,
  durationText,
  hopWords,
  matrixHeadline,
  matrixRows,
  reasonTexts,
  wayWords,
  type Matrix,
} from '../../report/index.js';
import {counted} from '../../base/counted.js';
import {table} from './table.js';

/** Each cell as lines on stderr: what comes, how it was, how many are left and about how long they take. */
export function matrixRenderer(): (event: MatrixEvent) => void {
  const print = (line: string): void => void process.stderr.write(`${line}\n`);
  return (event) => print(matrixLine(event));
}

export function matrixLine(event: MatrixEvent): string {
  switch (event.type) {
    case 'cell': {
      const {cell, done, all} = event;
      return `cell ${done + 1} of ${all}: ${hopWords(cell)}, ${wayWords(cell)}`;
    }
    case 'labAnew':
      return `the lab is made anew with Istio ${event.version}: ${event.why}`;
    case 'labMade':
      return `the lab is there with Istio ${event.version} (${durationText(event.seconds)})`;
    case 'cellEnded': {
      const {record, left, aboutSeconds} = event;
      const about = aboutSeconds === undefined || left === 0 ? '' : `, about ${durationText(aboutSeconds)}`;
      return `${record.cell.id}: ${cellLine(record)}; ${left === 0 ? 'none is left' : `${counted(left, 'cell')} left${about}`}`;
    }
  }
}

/** Cells in the order in which they are run, and where the lab is made anew in between. */
export function turnsText(turns: readonly Turn[]): string {
  const labs = turns.filter(({anew}) => anew).length;
  const rows = turns.map(({cell, anew}) => [
    ...[cell.id, hopWords(cell), wayWords(cell), anew ? `needs a lab of Istio ${cell.from}` : ''],
  ]);
  return `${table(['cell', 'hop', 'way', 'lab'], rows)}\n\n${counted(turns.length, 'cell')}, ${counted(labs, 'lab')}`;
}

export function matrixText(matrix: Matrix): string {
  const {header, rows} = matrixRows(matrix);
  const whys = matrix.cells.flatMap(({id, ran}) =>
    reasonTexts(ran?.reasons ?? []).map((why) => `  ${id}: ${why}`),
  );
  return [table(header, rows), '', matrixHeadline(matrix), ...whys].join('\n');
}
