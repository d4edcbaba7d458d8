import {mkdir, readdir, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import test from 'ava';
import {EastwestError} from '../../../src/base/errors.js';
import {matrixFolder, putAside} from '../../../src/matrix/index.js';
import {cellOf, cellRecord, hopRecord} from '../../helpers/hop-records.js';
import {tempFolder} from '../../helpers/temp-folder.js';

const OF = {lab: 'upgrade', supply: 'source'};
const first = cellRecord(cellOf('1.17.5', '1.18.2', 'canary', 'west'), {hop: hopRecord()});
const second = cellRecord(cellOf('1.18.2', '1.17.5', 'canary', 'west'));

test('what was written is read again, a folder for each cell, and nothing unfinished is left', async (t) => {
  const folder = join(await tempFolder(t), 'matrix');
  const store = matrixFolder(folder, OF);
  t.deepEqual(await store.records(), []);
  await store.write(first);
  await store.write(second);
  await store.write({...second, seconds: 9});
  t.deepEqual(
    (await store.records()).toSorted((one, other) => other.seconds - one.seconds),
    [first, {...second, seconds: 9}],
  );
  t.deepEqual(await readdir(join(folder, first.cell.id)), ['cell.json']);
});

test('a cell that was broken off while it was written has no record', async (t) => {
  const folder = await tempFolder(t);
  await mkdir(join(folder, first.cell.id));
  await writeFile(join(folder, first.cell.id, 'cell.json.part'), '{"format"');
  await writeFile(join(folder, 'matrix.json'), '{}');
  t.deepEqual(await matrixFolder(folder, OF).records(), []);
});

test('records of another lab or supply are refused, not counted among ours', async (t) => {
  const folder = await tempFolder(t);
  await matrixFolder(folder, OF).write(first);
  for (const of of [
    {...OF, lab: 'ch12'},
    {...OF, supply: 'registry'},
  ]) {
    const error = await t.throwsAsync(() => matrixFolder(folder, of).records(), {instanceOf: EastwestError});
    t.is(error.code, 'MATRIX-OTHER-LAB');
    t.is(error.exitCode, 2);
  }
});

test('what is run anew is put aside, not removed, and the others stay', async (t) => {
  const base = await tempFolder(t);
  const folder = join(base, 'matrix');
  const store = matrixFolder(folder, OF);
  t.is(await putAside(folder, [first.cell.id], join(base, 'former')), undefined);
  await store.write(first);
  await store.write(second);
  t.is(await putAside(folder, [first.cell.id], join(base, 'former')), join(base, 'former'));
  t.deepEqual(await store.records(), [second]);
  t.deepEqual(await matrixFolder(join(base, 'former'), OF).records(), [first]);
});

test('no secret of a reason gets into a file', async (t) => {
  const folder = await tempFolder(t);
  const store = matrixFolder(folder, OF);
  const key = '-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----';
  await store.write({...second, reasons: [{code: 'X', text: `it said ${key}`}]});
  const [record] = await store.records();
  t.notRegex(JSON.stringify(record), /c2VjcmV0/);
  t.regex(record?.reasons[0]?.text ?? '', /^it said /);
});
