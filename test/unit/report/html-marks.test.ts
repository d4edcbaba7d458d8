import test from 'ava';
import {happeningsOf} from '../../../src/report/html/scenario-time.js';
import {callsOf, lanesOf, piled} from '../../../src/report/html/lanes.js';
import {quantile, secondsText, tickStep} from '../../../src/report/html/numbers.js';
import {responderOf} from '../../../src/report/html/responders.js';
import {clusters, count, PAGE, scenario, section, STORY} from '../../helpers/report-page.js';
import {pageWords} from '../../../src/report/html/words/in.js';

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
  const happenings = happeningsOf(scenario('failover'), pageWords('en'));
  t.deepEqual(
    happenings.map(({kind}) => kind),
    ['action', 'action', 'ejection', 'undo', 'undo'],
  );
  const html = section('failover');
  t.is(count(html, /<g class="happening (action|ejection|undo)"/g), 5);
  t.regex(html, /ejection seen<\/b>\s*10\.10\.0\.21:8080 in westus\/0 is set aside/);
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
