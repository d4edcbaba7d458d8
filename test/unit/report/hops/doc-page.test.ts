import test from 'ava';
import {matrixPageOf} from '../../../../scripts/matrix-page.js';
import {EastwestError} from '../../../../src/base/errors.js';
import {matrixOf} from '../../../../src/report/index.js';
import {cellOf, cellRecord, hopRecord, NAMES} from '../../../helpers/hop-records.js';

const cell = cellOf('1.17.5', '1.18.2', 'canary', 'west');
const matrix = matrixOf({
  ...{lab: 'upgrade', supply: 'source', cells: [cell], ...NAMES},
  records: [cellRecord(cell, {hop: hopRecord()})],
});

test('the page is laid out as the check of the project wants it, and the same each time', async (t) => {
  const page = await matrixPageOf(JSON.stringify(matrix), 'matrix.json');
  t.regex(page, /^# Hops between versions of Istio/);
  t.regex(page, /\| hop +\| canary, west first +\|\n\| -+ \| -+ \|/);
  t.is(await matrixPageOf(JSON.stringify(matrix), 'matrix.json'), page);
});

test('a file that is no matrix is refused', async (t) => {
  const error = await t.throwsAsync(() => matrixPageOf('{}', 'x.json'), {instanceOf: EastwestError});
  t.is(error.code, 'HOP-RECORD-DAMAGED');
});
