import {mkdirSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import test from 'ava';
import {exitCodeOf, unanswered} from '../../../src/cli/commands/matrix.js';
import {writeHopReports} from '../../../src/cli/hop-reports.js';
import {SENSES} from '../../../src/cli/hop-senses.js';
import {healthOf, misplaced} from '../../../src/cli/matrix-lab.js';
import {cellsTold, writeMatrixReports} from '../../../src/cli/matrix-reports.js';
import {choiceOf, factsOf, versionsToBuild} from '../../../src/cli/matrix-request.js';
import type {OpenLab} from '../../../src/cli/open-lab.js';
import {matrixLine, matrixText, turnsText} from '../../../src/cli/render/matrix.js';
import {addToSummary} from '../../../src/cli/step-summary.js';
import {KNOWN_NAMES} from '../../../src/differences/index.js';
import {trailOf} from '../../../src/matrix/index.js';
import {withIstio} from '../../../src/plan/istio.js';
import {durationText, matrixOf, readMatrix} from '../../../src/report/index.js';
import {istioAlone} from '../../../src/supply/index.js';
import {chapterPlan} from '../../helpers/chapter.js';
import {cellOf, cellRecord, hopRecord} from '../../helpers/hop-records.js';
import {tempFolder} from '../../helpers/temp-folder.js';

const UP = cellOf('1.17.5', '1.18.2', 'canary', 'west');
const BACK = cellOf('1.18.2', '1.17.5', 'canary', 'east');
const REASON = {code: 'UPGRADE-CALLS', text: '3 of 1000 calls failed'};
const lost = hopRecord({verdict: {good: false, reasons: [REASON]}});

test('what is typed with commas is a list, and what is not typed chooses nothing', (t) => {
  const common = {lab: 'x', supply: 'auto', json: false};
  t.deepEqual(choiceOf({...common, from: '1.17.5, 1.18.2,', only: 'a,b', order: 'east'}), {
    from: ['1.17.5', '1.18.2'],
    only: ['a', 'b'],
    order: ['east'],
  });
  t.deepEqual(choiceOf(common), {});
});

test('every change that a hop can be told has its sense', (t) => {
  t.deepEqual(
    KNOWN_NAMES.filter((name) => (SENSES[name] ?? '') === ''),
    [],
  );
});

test('a cell begins where the whole mesh is at its version, and in place only without a revision', (t) => {
  const plan = chapterPlan();
  t.is(misplaced(UP, plan), undefined);
  t.is(misplaced(BACK, plan), 'west runs Istio 1.17.5, not 1.18.2');
  const half = withIstio(plan, 'east', {version: '1.18.2'});
  t.is(misplaced(UP, half), 'east runs Istio 1.18.2, not 1.17.5');
  const revised = withIstio(plan, 'east', {version: '1.17.5', revision: '1-17-5'});
  t.regex(misplaced(UP, revised) ?? '', /another revision/);
  const both = withIstio(revised, 'west', {version: '1.17.5', revision: '1-17-5'});
  t.is(misplaced(UP, both), undefined);
  t.regex(misplaced({...UP, strategy: 'in-place'}, both) ?? '', /not upgraded in place/);
});

test('progress says what comes, how it was, how many are left and about how long', (t) => {
  t.is(
    matrixLine({type: 'cell', cell: UP, done: 2, all: 32}),
    'cell 3 of 32: 1.17.5 → 1.18.2, canary, west first',
  );
  const record = cellRecord(UP, {hop: lost});
  t.is(
    matrixLine({type: 'cellEnded', record, left: 29, aboutSeconds: 7500}),
    `${UP.id}: regression, UPGRADE-CALLS: 3 of 1000 calls failed, 0 of 1,000 failed, longest gap 150 ms, changes: none (3 min 32 s); 29 cells left, about 2 h 5 min`,
  );
  const broken = cellRecord(UP, {reasons: [{code: 'X', text: 'it broke'}]});
  t.is(
    matrixLine({type: 'cellEnded', record: broken, left: 0}),
    `${UP.id}: broken, X: it broke (4.0 s); none is left`,
  );
  t.regex(
    matrixLine({type: 'labAnew', version: '1.17.5', why: 'there is no lab'}),
    /1\.17\.5: there is no lab/,
  );
});

test('a time is told as exactly as anybody needs it', (t) => {
  t.deepEqual([45, 89, 100, 3540, 3600, 7500].map(durationText), [
    ...['45 s', '89 s', '2 min', '59 min', '1 h 0 min', '2 h 5 min'],
  ]);
});

test('the list of cells has their ids in their order, and says where a lab is needed', (t) => {
  const lines = turnsText(trailOf([BACK, UP])).split('\n');
  t.regex(lines[1] ?? '', new RegExp(`^${UP.id} .*needs a lab of Istio 1\\.17\\.5$`));
  t.regex(lines[2] ?? '', new RegExp(`^${BACK.id} .*canary, east first$`));
  t.is(lines.at(-1), '2 cells, 1 lab');
});

test('the reports tell what was asked for and what has run before, in the order of the matrix', (t) => {
  const other = cellOf('1.10.0', '1.11.0', 'canary', 'west');
  const all = [cellOf('1.17.5', '1.18.2', 'in-place', 'west'), UP, BACK];
  const told = cellsTold(all, [BACK], [cellRecord(other), cellRecord(UP)]);
  t.deepEqual(
    told.map(({id}) => id),
    [UP.id, BACK.id, other.id],
  );
});

/** No name of a change is known. */
const NAMELESS = {senses: {}, behaviour: new Set<string>()};

test('a regression and a broken hop among those that are asked for end with 1, a refused one does not', (t) => {
  const code = (...records: readonly ReturnType<typeof cellRecord>[]): number =>
    exitCodeOf(matrixOf({lab: 'x', supply: 'source', cells: [UP, BACK], records, ...NAMELESS}), [UP]);
  t.is(code(), 0);
  t.is(code(cellRecord(UP, {hop: hopRecord()})), 0);
  t.is(code(cellRecord(UP, {outcome: 'refused', reasons: [REASON]})), 0);
  t.is(code(cellRecord(UP, {hop: lost})), 1);
  t.is(code(cellRecord(UP, {outcome: 'broken'})), 1);
  t.is(code(cellRecord(UP, {hop: lost, outcome: 'unmeasured'})), 1);
  t.is(code(cellRecord(BACK, {hop: lost})), 0, 'it was not asked for');
});

test('what tells nothing of Istio can be run anew, and only that', (t) => {
  const other = cellOf('1.18.2', '1.17.5', 'in-place', 'west');
  const records = [
    cellRecord(UP, {hop: lost, outcome: 'unmeasured'}),
    cellRecord(BACK, {hop: lost}),
    cellRecord(other, {outcome: 'broken'}),
  ];
  t.deepEqual(unanswered(records, [UP, BACK, other]), [UP, other]);
  t.deepEqual(unanswered(records, [BACK]), []);
});

test('a lab is healthy where nothing ails it; else the first ailment is told', (t) => {
  t.true(healthOf([]).done);
  t.deepEqual(healthOf(['a', 'b', 'c']), {done: false, seen: 'a, and 2 other ailments'});
});

test('a folder gets the matrix for people, for programs and for CI servers', async (t) => {
  const folder = join(await tempFolder(t), 'matrix');
  const report = {
    lab: 'x',
    supply: 'source',
    cells: [UP, BACK],
    records: [cellRecord(UP, {hop: lost})],
    ...NAMELESS,
  };
  const matrix = await writeMatrixReports(folder, report);
  t.deepEqual(readdirSync(folder).toSorted(), ['junit.xml', 'matrix.html', 'matrix.json']);
  t.deepEqual(readMatrix(readFileSync(join(folder, 'matrix.json'), 'utf8'), 'x'), matrix);
  const text = matrixText(matrix);
  t.regex(text, /^HOP +STRATEGY +FIRST +VERDICT/);
  t.true(text.includes(`  ${UP.id}: UPGRADE-CALLS: 3 of 1000 calls failed`));
});

test('a hop gets its reports beside its record', async (t) => {
  const folder = await tempFolder(t);
  writeFileSync(join(folder, 'hop.json'), JSON.stringify(lost));
  const {record, page} = writeHopReports(folder, 'source');
  t.deepEqual(record, lost);
  t.is(page, join(folder, 'report.html'));
  t.deepEqual(readdirSync(folder).toSorted(), ['hop.json', 'junit.xml', 'report.html']);
});

test('the summary of a job is added to, where there is one', async (t) => {
  const file = join(await tempFolder(t), 'summary.md');
  addToSummary('one\n', {GITHUB_STEP_SUMMARY: file});
  addToSummary('two\n', {GITHUB_STEP_SUMMARY: file});
  addToSummary('three\n', {GITHUB_STEP_SUMMARY: ''});
  addToSummary('four\n', {});
  t.is(readFileSync(file, 'utf8'), 'one\n\ntwo\n\n');
});

test('the version of the lab file counts where its node image has it, and is built by itself before the first hop', async (t) => {
  const tools = await tempFolder(t);
  const istioctl = join(tools, 'istioctl');
  writeFileSync(istioctl, '');
  const plan = chapterPlan();
  const images = {pilot: 'pilot:1.17.5', proxyv2: 'proxyv2:1.17.5'};
  const folders = {...plan.supplied.folders, cache: tools};
  const istio = {'1.17.5': {version: '1.17.5', istioctl, images}};
  const {node} = plan.supplied.images;
  const image = (name: string) => Promise.resolve(name === node ? {id: name} : undefined);
  const opened = {
    plan: {...plan, supplied: {...plan.supplied, folders, istio}},
    drivers: {docker: {image}},
  } as unknown as OpenLab;
  t.deepEqual(await factsOf(opened), {versions: ['1.17.5'], clusters: ['west', 'east']});
  t.deepEqual(await versionsToBuild([UP], opened), ['1.17.5', '1.18.2']);
  const withImages = {...opened, drivers: {docker: {image: (name: string) => Promise.resolve({id: name})}}};
  for (const version of ['1.17.5', '1.18.2']) {
    const {istioctl: alone} = istioAlone(folders, version);
    mkdirSync(dirname(alone), {recursive: true});
    writeFileSync(alone, '');
  }
  t.deepEqual(await versionsToBuild([UP, BACK], withImages as unknown as OpenLab), []);
});
