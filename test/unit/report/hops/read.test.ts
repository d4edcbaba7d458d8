import {readFileSync} from 'node:fs';
import test from 'ava';
import {Ajv2020} from 'ajv/dist/2020.js';
import type {z} from 'zod';
import {EastwestError} from '../../../../src/base/errors.js';
import type {HopJudgement} from '../../../../src/differences/index.js';
import {matrixOf} from '../../../../src/report/hops/matrix.js';
import {readCellRecord, readHopRecord, readMatrix} from '../../../../src/report/hops/read.js';
import type {hopRecordSchema} from '../../../../src/report/hops/record.js';
import type {TrafficFigures} from '../../../../src/traffic/index.js';
import type {HopRecord} from '../../../../src/upgrade/index.js';
import {cellOf, cellRecord, HARMLESS, hopRecord, NAMES, UNSEEN} from '../../../helpers/hop-records.js';
import {projectFile} from '../../../helpers/project.js';

type Read = z.input<typeof hopRecordSchema>;
type Open<T> = T extends (...args: never) => unknown
  ? T
  : T extends object
    ? {-readonly [K in keyof T]: Open<T[K]>}
    : T;

// For the compiler: what a hop writes is what is read here. A field that is renamed there does not compile.
type Written = Omit<HopRecord, 'proxy' | 'differences' | 'verdict'> & {
  readonly verdict: Omit<HopRecord['verdict'], 'figures'>;
};
type AsRead = Omit<Read, 'proxy' | 'differences' | 'verdict'> & {verdict: Omit<Read['verdict'], 'figures'>};
export const asWritten = (record: Open<Written>): AsRead => record;
export const asCounted = (figures: Open<TrafficFigures>): Read['verdict']['figures'] => figures;
export const asCompared = (
  judgement: Open<Pick<HopJudgement, 'alarms' | 'notObservable' | 'unseen' | 'scenarios' | 'failedBefore'>>,
): Read['differences'] => judgement;

const record = hopRecord({verdict: {changes: [HARMLESS]}, differences: UNSEEN});
const text = (value: unknown): string => JSON.stringify(value);

test('what was written is read as it was, and fields of later versions are let pass', (t) => {
  t.deepEqual(readHopRecord(text(record), 'hop.json'), record);
  t.deepEqual(readHopRecord(text({...record, weather: 'fine'}), 'hop.json'), record);
  t.is(readHopRecord(text({...record, differences: undefined}), 'hop.json').differences, undefined);
  const cell = cellRecord(cellOf('1.17.5', '1.18.2', 'canary', 'west'), {hop: record});
  t.deepEqual(readCellRecord(text(cell), 'cell.json'), cell);
});

const DAMAGED: Readonly<Record<string, readonly [string, RegExp]>> = {
  'half a file': [text(record).slice(0, 200), /JSON/],
  'another format': [text({...record, schema: 2}), /^schema: /],
  'a verdict that is missing': [text({...record, verdict: undefined}), /^verdict: /],
  'a count below nothing': [text({...record, seconds: -1}), /^seconds: /],
};

for (const [name, [damaged, why]] of Object.entries(DAMAGED)) {
  test(`${name} is refused with the file and the place`, (t) => {
    const error = t.throws(() => readHopRecord(damaged, 'x/hop.json'), {instanceOf: EastwestError});
    t.is(error.code, 'HOP-RECORD-DAMAGED');
    t.regex(error.message, /^x\/hop\.json /);
    t.regex(error.details.join('\n'), why);
  });
}

const ajv = new Ajv2020({allErrors: true, validateFormats: false});
const schema = (name: string): object =>
  JSON.parse(readFileSync(projectFile(`schemas/${name}.schema.json`), 'utf8')) as object;

test('the published schemas take what is written, and nothing else', (t) => {
  const cells = [cellOf('1.17.5', '1.18.2', 'canary', 'west'), cellOf('1.18.2', '1.17.5', 'canary', 'west')];
  const matrix = matrixOf({
    ...{lab: 'upgrade', supply: 'source', cells, ...NAMES},
    records: cells.slice(0, 1).map((cell) => cellRecord(cell, {hop: record})),
  });
  const [hopValid, matrixValid] = ['hop', 'matrix'].map((name) => ajv.compile(schema(name)));
  t.true(hopValid?.(JSON.parse(text(record))), text(hopValid?.errors));
  t.true(matrixValid?.(JSON.parse(text(matrix))), text(matrixValid?.errors));
  t.deepEqual(readMatrix(text(matrix), 'matrix.json'), matrix);
  t.false(hopValid?.({...record, proxy: {kind: 'linkerd', version: '2'}}));
  t.false(matrixValid?.({...matrix, cells: [{...cells[0], strategy: 'blue-green'}]}));
});
