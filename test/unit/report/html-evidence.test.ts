import test from 'ava';
import {htmlText, readEvents, storyOf} from '../../../src/report/index.js';
import {rangeOf, shareRows} from '../../../src/report/html/shares.js';
import {eventsText, RUNS} from '../../helpers/runs.js';
import {count, scenario, section} from '../../helpers/report-page.js';

test('shares are measured beside expected, those that did not hold are marked', (t) => {
  const measurement = scenario('locality').steps[2]?.measurements[0];
  if (measurement === undefined) throw new Error('no measurement');
  t.deepEqual(
    shareRows(measurement).map(({answer, count: seen, wanted, ok}) => [
      answer.slice(0, 15),
      seen,
      wanted,
      ok,
    ]),
    [
      ['Hello from WEST', 16, '20 of 20', false],
      ['Hello from EAST', 3, '', undefined],
      ['no answer (ETIM', 1, '', undefined],
    ],
  );
  t.regex(section('locality'), /✗ not as expected/);
  t.regex(section('failover'), /✓ as expected/);
  t.is(count(section('failover'), /<caption>\s*20 calls/g), 2, 'a sample that was repeated has no table');
});

const RANGES: readonly (readonly [string, readonly [number, number] | undefined])[] = [
  ['>= 0.9', [0.9, 1]],
  ['20 of 20', [1, 1]],
  ['>= 18 of 20', [0.9, 1]],
  ['<= 0.1', [0, 0.1]],
  ['some', undefined],
  ['', undefined],
];
for (const [text, range] of RANGES)
  test(`expected share ${text === '' ? 'of nothing' : text}`, (t) => t.deepEqual(rangeOf(text), range));

test('of endpoints what changed is marked with what it was', (t) => {
  const html = section('failover');
  t.is(count(html, /<table class="endpoints">/g), 2);
  t.is(count(html, /<td class="changed">/g), 1);
  t.regex(html, /FAILED <em class="mark">was OK<\/em>/);
});

test('an endpoint that came and one that went are marked', (t) => {
  const text = eventsText(RUNS[0]).replace(/(.*"kind":"endpoints".*FAILED.*)/, (line) =>
    line.replaceAll('10.10.0.21', '10.10.0.22'),
  );
  const html = htmlText(storyOf(readEvents(text, 'e')));
  t.regex(html, /10\.10\.0\.22:8080 <em class="mark">new<\/em>/);
  t.regex(html, /<s>10\.10\.0\.21:8080<\/s> <em class="mark">gone<\/em>/);
});

test('certificate chains go from the leaf to the root', (t) => {
  const html = section('cross-cluster-authz');
  const ranks = [...html.matchAll(/class="rank"[^>]*>(?:↳ )?(\w+)</g)].map(([, rank]) => rank);
  t.deepEqual(ranks, ['leaf', 'intermediate', 'root']);
  t.regex(html, /spiffe:\/\/cluster\.local\/ns\/istioinaction\/sa\/webapp/);
  t.regex(html, /CA, path length 0/);
});

test('of who may call whom, expected and measured stand in one cell where they differ', (t) => {
  const html = section('cross-cluster-authz');
  t.is(count(html, /<table class="truth">/g), 2);
  t.is(count(html, /<td class="agree">/g), 7);
  t.regex(html, /✗ allow, expected deny/);
});
