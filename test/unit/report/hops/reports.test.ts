import {readFileSync} from 'node:fs';
import test, {type ExecutionContext} from 'ava';
import {validateXML} from 'xmllint-wasm';
import {create} from 'xmlbuilder2';
import {
  hopJunit,
  hopMarkdown,
  matrixDoc,
  matrixJunit,
  matrixMarkdown,
  matrixOf,
} from '../../../../src/report/index.js';
import {
  cellOf,
  cellRecord,
  change,
  figuresOf,
  GRAVE,
  HARMLESS,
  hopRecord,
  NAMES,
  SENSES,
} from '../../../helpers/hop-records.js';
import {projectFile} from '../../../helpers/project.js';

const xsd = readFileSync(projectFile('test/fixtures/junit.xsd'), 'utf8');
const HOSTILE = 'a <b>|bold|</b> `word` & *more*\n]]> \u0007';

const bad = hopRecord({
  figures: figuresOf({west: {failed: 3, kinds: {TIMEOUT: 3}}}),
  verdict: {
    good: false,
    reasons: [
      {code: 'UPGRADE-CALLS', text: '3 of 1000 calls failed'},
      {code: 'UPGRADE-CHANGED', text: HOSTILE},
      {code: 'UPGRADE-OF-LATER', text: 'a reason that this version has no case for'},
    ],
    changes: [change('clusters', HOSTILE), GRAVE],
  },
});
const unmeasured = hopRecord({
  verdict: {good: false, reasons: [{code: 'UPGRADE-UNMEASURED', text: 'the caller was late'}]},
});
const CELLS = [
  cellOf('1.17.5', '1.18.2', 'in-place', 'west'),
  cellOf('1.17.5', '1.18.2', 'in-place', 'east'),
  cellOf('1.18.2', '1.17.5', 'canary', 'west'),
  cellOf('1.18.2', '1.17.5', 'canary', 'east'),
  cellOf('1.17.5', '1.18.2', 'canary', 'west'),
];
const MATRIX = matrixOf({
  ...{lab: 'upgrade', supply: 'source', cells: CELLS, ...NAMES},
  records: [
    hopRecord(),
    bad,
    {outcome: 'refused', reasons: [{code: 'UPGRADE-MEMORY', text: HOSTILE}]} as const,
    {outcome: 'broken', reasons: [{code: 'STEP-FAILED', text: 'istiod did not come up'}]} as const,
  ].flatMap((one, place) => {
    const cell = CELLS[place];
    if (cell === undefined) return [];
    return [cellRecord(cell, 'schema' in one ? {hop: one} : {...one, reasons: [...one.reasons]})];
  }),
});

interface Element {
  readonly [key: string]: unknown;
}
const suitesOf = (xml: string): Element =>
  (create(xml).end({format: 'object'}) as unknown as {testsuites: Element}).testsuites;
const countsOf = (suite: Element): readonly unknown[] =>
  ['@tests', '@failures', '@errors', '@skipped'].map((name) => suite[name]);

async function validJunit(t: ExecutionContext, contents: string): Promise<void> {
  const {valid, errors} = await validateXML({xml: {fileName: 'junit.xml', contents}, schema: xsd});
  t.true(valid, JSON.stringify(errors));
}

test('JUnit of a hop has a case for each thing that it is judged by, and no reason is lost', async (t) => {
  const xml = hopJunit(bad);
  await validJunit(t, xml);
  t.deepEqual(countsOf(suitesOf(xml)), ['3', '3', '0', '0']);
  t.regex(
    xml,
    /calls come through[^]*3 of 1000 calls failed[^]*nothing is broken[^]*a reason that this version/,
  );
  t.notRegex(xml, /<b>/);
  t.regex(xml, /west  200  3  150 ms/);
  t.regex(xml, /\nscenarios: –\nchanges: 1 known \(1 not allowed\), 1 unknown</);
  await validJunit(t, hopJunit(hopRecord()));
  t.deepEqual(countsOf(suitesOf(hopJunit(hopRecord()))), ['3', '0', '0', '0']);
});

test('calls that could not be measured are an error and no failure; where nobody called they are skipped', async (t) => {
  await validJunit(t, hopJunit(unmeasured));
  t.deepEqual(countsOf(suitesOf(hopJunit(unmeasured))), ['3', '0', '1', '0']);
  t.deepEqual(countsOf(suitesOf(hopJunit(hopRecord({figures: null})))), ['3', '0', '0', '1']);
});

test('a cell that could not be measured is an error of its own, and no failure', async (t) => {
  const cells = CELLS.slice(0, 1);
  const records = cells.map((cell) => cellRecord(cell, {hop: unmeasured, outcome: 'unmeasured'}));
  const matrix = matrixOf({lab: 'upgrade', supply: 'source', cells, records, ...NAMES});
  await validJunit(t, matrixJunit(matrix));
  t.deepEqual(countsOf(suitesOf(matrixJunit(matrix))), ['1', '0', '1', '0']);
  t.regex(matrixMarkdown(matrix), /^## 0 of 1 hops good, 1 unmeasured\n/);
});

test('JUnit of a matrix has a suite for each hop and a case for each cell, refused and open ones are skipped', async (t) => {
  const xml = matrixJunit(MATRIX);
  await validJunit(t, xml);
  const suites = suitesOf(xml);
  t.deepEqual(countsOf(suites), ['5', '1', '1', '2']);
  t.deepEqual(
    (suites['testsuite'] as readonly Element[]).map((suite) => [suite['@name'], ...countsOf(suite)]),
    [
      ['1.17.5 → 1.18.2', '3', '1', '0', '1'],
      ['1.18.2 → 1.17.5', '2', '0', '1', '1'],
    ],
  );
});

test('the summary of a hop says the verdict, why, every phase, and what changed by name and sense', (t) => {
  const text = hopMarkdown(bad, SENSES);
  t.regex(text, /^## Regression: 1\.17\.5 → 1\.18\.2, canary, west first\n/);
  t.true(text.includes('- UPGRADE-CALLS: 3 of 1000 calls failed'));
  t.true(text.includes('Failed calls: 3 of 1,000. Longest gap: 150 ms.'));
  t.true(text.includes('| west | 200 | 3 | 150 ms | 8.0 ms | 40 ms | – | 3 x TIMEOUT |'));
  t.true(
    text.includes(
      '- `tls-on-gateway`, not allowed: The gateway asks for TLS 1.2 at least, for \\<any\\> client.',
    ),
  );
  t.regex(hopMarkdown(hopRecord(), {}), /^## Good: /);
});

test('what others wrote stays text in Markdown: no markup, no column, no line of its own', (t) => {
  for (const text of [hopMarkdown(bad, SENSES), matrixMarkdown(MATRIX), matrixDoc(MATRIX)]) {
    t.true(text.includes('a \\<b\\>\\|bold\\|\\</b\\> \\`word\\` &amp; \\*more\\* \\]\\]\\>'));
    t.notRegex(text, /(?<!\\)<b/);
    for (const line of text.split('\n').filter((one) => one.startsWith('| ')))
      t.true([4, 6, 9, 10, 12].includes(line.match(/(?<!\\)\|/g)?.length ?? 0), line);
  }
});

test('the summary of a matrix has a row for each cell', (t) => {
  const text = matrixMarkdown(MATRIX);
  t.regex(text, /^## 1 of 5 hops good, 1 regression, 1 broken, 1 refused, 1 not run\n/);
  t.is(text.match(/^\| 1\.1/gm)?.length, 5);
  t.true(text.includes('- 1.18.2 → 1.17.5, canary, east first: STEP-FAILED: istiod did not come up'));
});

test('the page of the documentation tells the hops by strategy, whose Envoy, why not, and what the words mean', (t) => {
  const text = matrixDoc(MATRIX);
  t.true(text.includes('Envoy as its project publishes it'));
  t.true(
    text.includes(
      'Of 2,000 calls 3 failed. The longest time without a good answer was 150 ms: 1.17.5 → 1.18.2,',
    ),
  );
  t.regex(
    text,
    /\| hop \| in place, west first \| in place, east first \| canary, west first \| canary, east first \|/,
  );
  t.true(
    text.includes(
      '| 1.17.5 → 1.18.2 | ✓ 0 of 1,000, 150 ms | ✗ regression 3 of 1,000, 150 ms | · not run |  |',
    ),
  );
  t.true(text.includes('| 1.18.2 → 1.17.5 |  |  | – refused | ✗ broken |'));
  t.regex(text, /- – \*\*refused\*\*/);
  t.regex(
    text,
    /### 1\.17\.5 – 1\.18\.2\n\n\| name[^\n]*\n[^\n]*\n\| tls-on-gateway \| The gateway asks for TLS/,
  );
  t.true(text.includes('| calls may fare otherwise; not allowed |'));
  t.regex(text, /\*\*Every version ran with this same Envoy: .*\*\*/);
  t.true(
    text.includes(
      '| 1.17.5 → 1.18.2 | in place | west | good | 40 ms | 0 of 200 | 150 ms | 40 ms | – | none | 3 min 32 s |',
    ),
  );
  t.notRegex(text, /scenarios were run|Only written otherwise|measured otherwise/);
  const scenarios = ['ch12/failover', 'ch12/mtls'];
  const notObservable = [{name: 'envoy-drain', sense: 'Envoy drains in another order.'}];
  const slower = change('figures of ch12/mtls', 'figures of ch12/mtls: median was 4 ms, is 9 ms', {
    alarm: false,
  });
  const ran = hopRecord({
    verdict: {changes: [{...GRAVE, alarm: false}, HARMLESS, slower], allowed: [GRAVE.name]},
    differences: {alarms: 0, notObservable, unseen: [], scenarios},
  });
  const there = cellOf('1.17.5', '1.18.2', 'canary', 'west');
  const back = cellOf('1.18.2', '1.17.5', 'canary', 'west');
  const judged = matrixDoc(
    matrixOf({
      ...{lab: 'upgrade', supply: 'source', ...NAMES, cells: [there, back]},
      records: [
        cellRecord(there, {hop: ran}),
        cellRecord(back, {hop: hopRecord({differences: ran.differences})}),
      ],
    }),
  );
  t.true(judged.includes('these scenarios were run: ch12/failover, ch12/mtls.'));
  t.true(judged.includes('| 2 as before | 2 known, 1 scenario figure | 3 min 32 s |'));
  t.regex(judged, /\| tls-on-gateway \| .* \| calls may fare otherwise; allowed \(there only\) \|/);
  t.regex(judged, /\| envoy-drain \| Envoy drains .* \| needs Istio’s own Envoy \|/);
  t.true(judged.includes('Only written otherwise: `more-metrics` (there only).'));
  t.true(
    judged.includes('- 1.17.5 → 1.18.2, canary, west first: after: ch12/mtls: median was 4 ms, is 9 ms'),
  );
  const all = matrixDoc({...MATRIX, cells: MATRIX.cells.slice(0, 1), changes: [], unobserved: []});
  t.notRegex(all, /\*\*refused\*\*|Why cells are not good|step by step|canary, /);
});
