import test from 'ava';
import {compareText, htmlText, readEvents, storyOf, type RunStory} from '../../../src/report/index.js';
import {happeningsOf} from '../../../src/report/html/scenario-time.js';
import {callsOf, lanesOf, piled} from '../../../src/report/html/lanes.js';
import {quantile, secondsText, tickStep} from '../../../src/report/html/numbers.js';
import {responderOf} from '../../../src/report/html/responders.js';
import {rangeOf, shareRows} from '../../../src/report/html/shares.js';
import {eventsText, RUNS, storyFixture} from '../../helpers/runs.js';

const STORY = storyFixture(RUNS[0]);
const PAGE = htmlText(STORY);
const {clusters} = STORY.facts;
const scenario = (name: string, story: RunStory = STORY) => {
  const found = story.results.find((result) => result.name === name);
  if (found === undefined) throw new Error(`the fixture has no ${name}`);
  return found;
};
const section = (name: string): string => {
  const from = PAGE.indexOf(`id="scenario-ch12-${name}"`);
  return PAGE.slice(from, PAGE.indexOf('</section>', from));
};
const count = (text: string, pattern: RegExp): number => [...text.matchAll(pattern)].length;

test('the page says the verdict first, and failures before the rest', (t) => {
  t.regex(PAGE, /<h1>2 of 5 scenarios failed<\/h1>/);
  const order = [...PAGE.matchAll(/<section\s+class="scenario (\w+)"/g)].map(([, verdict]) => verdict);
  t.deepEqual(order, ['failed', 'failed', 'skipped', 'passed', 'passed']);
  const all = storyFixture(RUNS[1]);
  t.regex(htmlText({...all, results: all.results.slice(0, 4)}), /<h1>All 4 scenarios passed<\/h1>/);
  t.regex(htmlText(all), /<h1>4 of 5 scenarios passed, none failed<\/h1>/);
  t.regex(htmlText({...all, results: []}), /<h1>0 of 0 scenarios passed, none failed<\/h1>/);
  t.regex(htmlText({...STORY, finished: false}), /<h1>2 of 5 scenarios failed; the run did not end<\/h1>/);
});

test('every call of every scenario is one mark', (t) => {
  for (const result of STORY.results)
    t.is(count(section(result.name), /<path\s+class="call /g), callsOf(result).length, result.id);
  t.is(count(PAGE, /<path\s+class="call /g), 125);
});

test('who answered is told by colour and shape, an error is hollow, no answer a cross', (t) => {
  const shapes = (kind: string): Set<string | undefined> =>
    new Set(
      [...PAGE.matchAll(new RegExp(`class="call ${kind}"\\s+d="M[\\d. -]+([a-z])`, 'g'))].map(
        ([, shape]) => shape,
      ),
    );
  t.deepEqual([...shapes('c0')], ['a']);
  t.deepEqual([...shapes('c1')], ['h']);
  t.deepEqual([...shapes('c0 bad')], ['a']);
  t.deepEqual([...shapes('cx bad')], ['l']);
  t.is(count(section('locality'), /class="call none"/g), 1);
  t.is(count(section('failover'), /class="call c0 bad"/g), 21);
});

test('what was done to the lab, ejections and what was taken back stand on the axis and in words', (t) => {
  const happenings = happeningsOf(scenario('failover'));
  t.deepEqual(
    happenings.map(({kind}) => kind),
    ['action', 'action', 'ejection', 'undo', 'undo'],
  );
  const html = section('failover');
  t.is(count(html, /<g class="happening (action|ejection|undo)"/g), 5);
  t.regex(html, /ejection seen<\/b>\s*10\.10\.0\.21:8080 in westus\/0 is set aside/);
});

test('the drawing of the lab has both clusters, the client, the addresses and who answered how often', (t) => {
  const drawing = PAGE.slice(PAGE.indexOf('class="topology"'), PAGE.indexOf('</figure>'));
  for (const {name, network, addresses} of clusters)
    for (const text of [name, network, addresses.ingress, `${addresses.eastWestGateway ?? ''}:15443`])
      t.true(drawing.includes(text ?? 'none'), text);
  t.regex(drawing, />mypc</);
  for (const name of ['simple-backend-west', 'simple-backend-east'])
    t.true(drawing.includes(`>${count(eventsText(RUNS[0]), new RegExp(`"${name}@`, 'g'))} answers<`), name);
  const unseen = {
    ...STORY.facts,
    clusters: clusters.map((cluster) => ({...cluster, addresses: {}, deployments: []})),
  };
  t.regex(htmlText({...STORY, facts: unseen}), /address not seen/);
});

test('versions, the proxy and its note are said', (t) => {
  for (const text of ['stock-envoy 1.36.2', '1.17.5', '1.26.15', '0.13.12', 'no istio_* metrics'])
    t.true(PAGE.includes(text), text);
});

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

test('every step is there with why, its commands and its evidence; steps of what failed are unfolded', (t) => {
  for (const result of STORY.results) {
    const html = section(result.name);
    t.is(count(html, /<li class="step (ok|failed)">/g), result.steps.length, result.id);
    if (result.steps.length > 0)
      t.is(/<details class="steps"\s+open\s*>/.test(html), result.verdict !== 'passed', result.id);
  }
  t.true(
    section('failover').includes(
      'kwest set env -n istioinaction deployment/simple-backend-west ERROR_RATE=1',
    ),
  );
  t.true(section('failover').includes('Envoy, not Kubernetes, has put west aside.'));
});

test('what is written in events is never markup of the page', (t) => {
  const evil = `</title></text><script>alert(1)</script><img src=x onerror="a()">'&\u0007`;
  const text = eventsText(RUNS[0])
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.stringify(planted(JSON.parse(line), evil)))
    .join('\n');
  const story = storyOf(readEvents(text, 'e'));
  for (const html of [htmlText(story), compareText(story, STORY)]) {
    t.is(count(html, /<script/g), 1, 'only our own script');
    t.is(count(html, /<img/g), 0);
    t.true(html.includes('&lt;script&gt;alert(1)'));
    t.false(html.includes('\u0007'));
  }
});

/** The value with something behind every text that is for people. */
function planted(value: unknown, evil: string): unknown {
  if (Array.isArray(value))
    return value.map((part) => (typeof part === 'string' ? part + evil : planted(part, evil)));
  if (typeof value !== 'object' || value === null) return value;
  const kept = ['type', 'id', 'at', 'startedAt', 'kind', 'state', 'scenario', 'key', 'notBefore'];
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [
      key,
      typeof part === 'string' && !kept.includes(key) ? part + evil : planted(part, evil),
    ]),
  );
}

test('the page needs nothing but itself', (t) => {
  for (const html of [PAGE, compareText(STORY, storyFixture(RUNS[1]))]) {
    t.regex(html, /Content-Security-Policy" content="default-src &#39;none&#39;/);
    t.notRegex(html, /<(link|img|iframe|object|embed)\b|\bsrc=|@import|url\(/);
    t.notRegex(html, /href="(?!#)/);
  }
});

test('two runs stand side by side, what changed first', (t) => {
  const html = compareText(STORY, storyFixture(RUNS[1]));
  t.regex(html, /<h1>2 of 5 verdicts changed<\/h1>/);
  const rows = html.slice(html.indexOf('class="verdicts"'), html.indexOf('id="answers"'));
  const ids = [...rows.matchAll(/<code>(ch12\/[\w-]+)<\/code>/g)].map(([, id]) => id);
  t.deepEqual(ids.slice(0, 2), ['ch12/locality', 'ch12/cross-cluster-authz']);
  t.is(ids.length, 5);
  t.regex(html, /16 of 20<\/td>\s*<td class="number">20 of 20<\/td>/);
  t.regex(compareText(STORY, STORY), /<h1>No verdict changed<\/h1>/);
});

test('a scenario that only one run had is said to be not run in the other', (t) => {
  const html = compareText({...STORY, results: STORY.results.slice(1)}, STORY);
  t.regex(html, /1 of 5 verdicts changed/);
  t.regex(html, /not run/);
});

test('who answered is read from the answer: the innermost workload, its cluster by its pod', (t) => {
  const call = {at: 0, status: 200, ms: 1, body: '', reused: false};
  const headers = {
    'x-served-by': 'webapp@webapp-7b9d8f6c5-abcde',
    'x-catalog-served-by': 'catalog@catalog-6d5f8b7c9-xyz12',
  };
  const told = responderOf({...call, headers}, clusters);
  t.deepEqual([told.cluster, told.who], ['east', 'catalog via webapp']);
  t.is(responderOf({...call, headers: {}}, clusters).who, 'a proxy');
  t.is(responderOf({...call, status: 0, headers: {}, error: 'ECONNREFUSED'}, clusters).who, 'no answer');
  const both = clusters.map((cluster) => ({...cluster, deployments: ['catalog']}));
  t.is(responderOf({...call, headers}, both).cluster, undefined, 'two clusters have such a pod');
});

test('lanes are in the order of the clusters, good answers before errors, no answer last', (t) => {
  const calls = STORY.results.flatMap(callsOf);
  t.deepEqual(
    lanesOf(calls, clusters).map(({cluster, outcome}) => `${cluster ?? '-'} ${outcome.split(':')[0] ?? ''}`),
    ['west 200', 'west 500', 'east 200', '- 403', '- ETIMEDOUT'],
  );
});

test('marks that would touch are put into rows of their own', (t) => {
  t.deepEqual(piled([0, 1, 2, 10, 11], 5, 9), [0, 1, 2, 0, 1]);
  t.deepEqual(piled([5, 0], 5, 9), [0, 0]);
  t.deepEqual(piled([0, 0, 0, 0], 5, 2), [0, 1, 0, 1], 'rows begin anew where there are no more');
});

test('numbers are said in round words', (t) => {
  t.deepEqual([0.04, 9.94, 34.2, 125].map(secondsText), ['0.0 s', '9.9 s', '34 s', '2 min 5 s']);
  t.deepEqual(
    [4, 1, 3, 2].map((part) => quantile([1, 2, 3, 4], part / 4)),
    [4, 1, 3, 2],
  );
  t.deepEqual(
    [2.7, 14, 61].map((span) => tickStep(span, 12)),
    [0.5, 2, 10],
  );
});
