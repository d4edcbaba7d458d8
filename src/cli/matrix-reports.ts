import {mkdir} from 'node:fs/promises';
import {join} from 'node:path';
import {writeWhole} from '../base/private-file.js';
import {
  matrixJunit,
  matrixOf,
  matrixPage,
  type Cell,
  type CellRecord,
  type Matrix,
  type MatrixReport,
} from '../report/index.js';

/** Where the matrix of this folder is. */
export function matrixPath(): string {
  return join(process.cwd(), '.eastwest', 'matrix');
}

/** Cells that are told: those that are asked for, and whatever has run before, in the order in which hops are told. Pure. */
export function cellsTold(
  all: readonly Cell[],
  asked: readonly Cell[],
  records: readonly CellRecord[],
): readonly Cell[] {
  const wanted = new Set([...asked.map(({id}) => id), ...records.map(({cell}) => cell.id)]);
  const known = new Set(all.map(({id}) => id));
  const others = records.map(({cell}) => cell).filter(({id}) => !known.has(id));
  return [...all.filter(({id}) => wanted.has(id)), ...others];
}

/** Writes `matrix.json`, `junit.xml` and `matrix.html`, each whole: somebody may look at them while cells still run. */
export async function writeMatrixReports(folder: string, report: MatrixReport): Promise<Matrix> {
  const matrix = matrixOf(report);
  await mkdir(folder, {recursive: true});
  const write = (name: string, text: string): Promise<void> => writeWhole(join(folder, name), text, 0o644);
  await write('matrix.json', `${JSON.stringify(matrix, null, 2)}\n`);
  await write('junit.xml', matrixJunit(matrix));
  await write('matrix.html', matrixPage(report));
  return matrix;
}
