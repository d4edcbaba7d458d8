import test from 'ava';
import {hopPage, matrixPage} from '../../../../src/report/index.js';
import {
  cellOf,
  cellRecord,
  change,
  figuresOf,
  GRAVE,
  hopRecord,
  NAMES,
  SENSES,
  UNSEEN,
} from '../../../helpers/hop-records.js';
import {count} from '../../../helpers/report-page.js';

const EVIL = '<script>alert(1)</script> "quoted"';
const bad = hopRecord({
  figures: figuresOf({west: {failed: 3, kinds: {[EVIL]: 3}}, 'state mixed': {failed: 7}}),
  verdict: {
    good: false,
    reasons: [{code: 'UPGRADE-CALLS', text: EVIL}],
    changes: [change('x', EVIL), GRAVE, change('scenario ch12/a', EVIL)],
    rows: [{code: 'UPGRADE-CHECK', what: EVIL, level: 'warning', seen: EVIL, remedy: EVIL}],
  },
  differences: UNSEEN,
});
const page = hopPage({id: '2026-01-01', supply: 'source', record: bad, senses: SENSES});

const CELLS = [
  cellOf('1.17.5', '1.18.2', 'in-place', 'west'),
  cellOf('1.17.5', '1.18.2', 'in-place', 'east'),
  cellOf('1.18.2', '1.17.5', 'canary', 'east'),
  cellOf('1.18.2', '1.17.5', 'canary', 'west'),
];
const matrix = matrixPage({
  ...{lab: 'upgrade', supply: 'source', cells: CELLS, ...NAMES},
  records: [
    cellRecord(CELLS[0] ?? bad_(), {hop: hopRecord()}),
    cellRecord(CELLS[1] ?? bad_(), {hop: bad}),
    cellRecord(CELLS[2] ?? bad_(), {
      outcome: 'refused',
      reasons: [{code: 'UPGRADE-MEMORY', text: `${EVIL} ${'long '.repeat(40)}`}],
    }),
  ],
});

function bad_(): never {
  throw new Error('there are four cells');
}

test('nothing that others wrote is markup, nothing is fetched, and the one script is our own', (t) => {
  for (const text of [page, matrix]) {
    t.is(count(text, /<script/g), 1);
    t.true(text.includes('&lt;script&gt;alert(1)&lt;/script&gt; &quot;quoted&quot;'));
    t.regex(text, /default-src &#39;none&#39;/);
    t.notRegex(text, /(src|href)="(?!#)|@import|url\(/);
  }
});

test('the page of a hop says the verdict first, then why, every phase, every flow and every change', (t) => {
  t.regex(page, /<h1>Regression: 1\.17\.5 → 1\.18\.2, canary, west first<\/h1>/);
  t.regex(page, /measured: stock-envoy 1\.36\.2/);
  t.is(count(page, /<th scope="row">(before|west|mixed|east|after)<\/th>/g) - 2, 5, 'phases, and two flows');
  t.is(count(page, /<em>not judged<\/em>/g), 3);
  // Of calls that failed only those count that are judged.
  t.is(count(page, /<td class="number bad">/g), 2);
  t.true(page.includes('The gateway asks for TLS 1.2 at least, for &lt;any&gt; client.'));
  t.true(page.includes('Envoy drains in another order.'), 'what could not be seen here');
  t.regex(hopPage({id: 'x', supply: 'source', record: hopRecord(), senses: {}}), /<h1>Good: /);
});

test('a hop that nobody called in has no table of calls, and one that came back says so', (t) => {
  const record = hopRecord({figures: null, verdict: {now: 'back'}});
  const text = hopPage({id: 'x', supply: 'source', record, senses: {}});
  t.notRegex(text, /class="phases"/);
  t.regex(text, /nobody called/);
  t.regex(text, /The mesh is back/);
});

test('each cell of the matrix has a colour, a word and a sign, and leads to a run that is there', (t) => {
  const cells = [...matrix.matchAll(/<td class="(good|regression|refused|not-run)">/g)].map(
    ([, name]) => name,
  );
  t.deepEqual(cells.toSorted(), [
    'good',
    'not-run',
    'not-run',
    'not-run',
    'not-run',
    'not-run',
    'refused',
    'regression',
  ]);
  for (const word of ['good', 'regression', 'refused', 'not run'])
    t.regex(matrix, new RegExp(`<b\\s*><span aria-hidden="true"[^>]*>.</span> ${word}</b`), word);
  const links = [...matrix.matchAll(/<a\s+href="#([^"]+)"/g)].map(([, id]) => id ?? '');
  t.is(links.length, 3);
  for (const id of links) t.true(matrix.includes(`id="${id}"`), id);
});

test('rows are hops, up first; columns are the ways, the same cluster first in both', (t) => {
  const table = matrix.slice(matrix.indexOf('<table class="matrix"'), matrix.indexOf('</table>'));
  t.deepEqual(
    [...table.matchAll(/<th scope="col">([^<]+)<\/th>/g)].map(([, name]) => name),
    ['west first', 'east first', 'west first', 'east first'],
  );
  t.deepEqual(
    [...table.matchAll(/<th scope="row"><b>([^<]+)<\/b>/g)].map(([, name]) => name),
    ['1.17.5 → 1.18.2', '1.18.2 → 1.17.5'],
  );
  t.regex(table, /0 of 1,000 failed/);
  t.regex(table, /mixed: 0 of 200 failed/);
});

test('what was seen is told once, with the versions between which it was', (t) => {
  const table = (id: string, end: string): string =>
    matrix.slice(matrix.indexOf(`<h2 id="${id}"`), matrix.indexOf(`<h2 id="${end}"`));
  const seen = table('changes', 'unobserved');
  t.is(count(seen, /<th scope="row">/g), 1);
  t.regex(seen, /tls-on-gateway[^]*The gateway asks[^]*<td>1\.17\.5 – 1\.18\.2<\/td>/);
  t.regex(seen, /class="mark">calls may fare otherwise; not allowed</);
  const unobserved = table('unobserved', 'runs');
  t.is(count(unobserved, /<th scope="row">/g), 1);
  t.regex(
    unobserved,
    /envoy-drain[^]*Istio’s own Envoy[^]*drains in another order[^]*<td>1\.17\.5 – 1\.18\.2</,
  );
});

test('runs that did not go well come first, and are open', (t) => {
  const order = [...matrix.matchAll(/<section\s+class="scenario (\w+)"/g)].map(([, name]) => name);
  t.deepEqual(order, ['regression', 'refused', 'good']);
  const runs = matrix.slice(matrix.indexOf('id="runs"')).split('<section');
  t.regex(runs[1] ?? '', /<details\s+open/);
  t.notRegex(runs[3] ?? '', /<details\s+open/);
  t.regex(matrix, /<h1>1 of 4 hops good, 1 regression, 1 refused, 1 not run<\/h1>/);
});
