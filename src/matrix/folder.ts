import {mkdir, readdir, readFile, rename} from 'node:fs/promises';
import {join} from 'node:path';
import {EastwestError, EXIT} from '../base/errors.js';
import {writeWhole} from '../base/private-file.js';
import {readCellRecord, redacted, type CellRecord} from '../report/index.js';
import type {MatrixStore} from './walk.js';

const RECORD = 'cell.json';

/**
 * Records of cells in a folder, each in one of its own by the cell's id.
 *
 * @throws MATRIX-OTHER-LAB from `records` where some are of another lab or supply: together they would say nothing
 */
export function matrixFolder(folder: string, of: Pick<CellRecord, 'lab' | 'supply'>): MatrixStore {
  return {
    records: async () => {
      const records = await recordsIn(folder);
      const other = records.find(({lab, supply}) => lab !== of.lab || supply !== of.supply);
      if (other === undefined) return records;
      const {cell, lab, supply} = other;
      throw new EastwestError(
        `${join(folder, cell.id)} is of the lab ${lab}, supply ${supply}; this is ${of.lab}, supply ${of.supply}`,
        {
          code: 'MATRIX-OTHER-LAB',
          hint: '--fresh puts the cells aside that are asked for; or work in another folder',
          exitCode: EXIT.usage,
        },
      );
    },
    write: async (record) => {
      const own = join(folder, record.cell.id);
      await mkdir(own, {recursive: true});
      await writeWhole(join(own, RECORD), `${JSON.stringify(redacted(record))}\n`, 0o644);
    },
  };
}

async function recordsIn(folder: string): Promise<readonly CellRecord[]> {
  const names = await entriesOf(folder);
  const read = await Promise.all(
    names.map(async (name) => {
      const file = join(folder, name, RECORD);
      const text = await readFile(file, 'utf8').catch(unlessMissing);
      return text === undefined ? [] : [readCellRecord(text, file)];
    }),
  );
  return read.flat();
}

/** Puts records aside, so that their cells are run again; resolves to the folder where they are, if there were any. */
export async function putAside(
  folder: string,
  ids: readonly string[],
  aside: string,
): Promise<string | undefined> {
  const there = (await entriesOf(folder)).filter((name) => ids.includes(name));
  if (there.length === 0) return undefined;
  await mkdir(aside, {recursive: true});
  for (const name of there) await rename(join(folder, name), join(aside, name));
  return aside;
}

async function entriesOf(folder: string): Promise<readonly string[]> {
  return (await readdir(folder).catch(unlessMissing)) ?? [];
}

function unlessMissing(error: unknown): undefined {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  if (!['ENOENT', 'ENOTDIR'].includes(code)) throw error;
  return undefined;
}
