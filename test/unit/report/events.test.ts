import test from 'ava';
import {EastwestError} from '../../../src/base/errors.js';
import {jsonText, readEvents, storyOf} from '../../../src/report/index.js';
import {eventsText, RUNS, storyFixture} from '../../helpers/runs.js';

const TEXT = eventsText(RUNS[0]);
const LINES = TEXT.trimEnd().split('\n');

const withLine = (number: number, line: string): string => LINES.with(number - 1, line).join('\n');
const changed = (number: number, from: string | RegExp, to: string): string => {
  const line = LINES[number - 1] ?? '';
  const other = line.replace(from, to);
  if (other === line) throw new Error(`line ${number} has no ${String(from)}`);
  return withLine(number, other);
};
const firstWith = (text: string): number => LINES.findIndex((line) => line.includes(text)) + 1;

const CALLS = firstWith('"kind":"calls"');
const BAD: Readonly<Record<string, readonly [string, RegExp]>> = {
  'an empty file': ['', /^e\.jsonl:1: it is empty$/],
  'a torn line': [withLine(3, '{"type":"phase","sce'), /^e\.jsonl:3: not JSON/],
  'a number': [withLine(2, '7'), /^e\.jsonl:2: expected an event/],
  'a run without its first event': [
    LINES.slice(1).join('\n'),
    /^e\.jsonl:1: expected the event run, got scenario/,
  ],
  'another format': [changed(1, '"format":1', '"format":2'), /^e\.jsonl:1: run\.format: /],
  'a time that is none': [changed(2, /"at":"[^"]*"/, '"at":"noon"'), /^e\.jsonl:2: scenario\.at: /],
  'a state that is none': [changed(2, '"begun"', '"odd"'), /^e\.jsonl:2: scenario\.state: /],
  'a call without its time': [
    changed(CALLS, /"at":\d+\.?\d*,/, ''),
    new RegExp(`^e\\.jsonl:${CALLS}: measured\\.measured\\.calls\\.0\\.at: `),
  ],
};

for (const [what, [text, message]] of Object.entries(BAD)) {
  test(`${what} is told with its line`, (t) => {
    const error = t.throws(() => readEvents(text, 'e.jsonl'), {instanceOf: EastwestError});
    t.regex(error.message, message);
    t.is(error.code, 'RUN-DAMAGED');
    t.is(error.exitCode, 2);
  });
}

test('a kind of event that is not known is named, and the rest is read', (t) => {
  const read = readEvents(withLine(3, '{"type":"leftovers","at":"x"}'), 'e.jsonl');
  t.deepEqual(read.unknown, ['leftovers']);
  t.is(read.events.length, LINES.length - 1);
});

test('the story has every scenario with its steps, measurements and what was taken back', (t) => {
  const story = storyFixture(RUNS[0]);
  t.true(story.finished);
  t.deepEqual(
    story.results.map(({id, verdict, steps}) => [id, verdict, steps.length]),
    [
      ['ch12/default-balancing', 'passed', 2],
      ['ch12/locality', 'failed', 3],
      ['ch12/failover', 'passed', 6],
      ['ch12/cross-cluster-authz', 'failed', 5],
      ['ch12/kiali-graph', 'skipped', 0],
    ],
  );
  const failover = story.results[2];
  t.deepEqual(
    failover?.phases.map(({name}) => name),
    ['break', 'during'],
  );
  t.is(failover?.undone.length, 2);
  t.deepEqual(
    failover?.steps[3]?.measurements.map(({superseded}) => superseded),
    [true, false],
  );
  t.is(failover?.steps[3]?.kind, 'probe');
  t.is(story.results[1]?.steps[2]?.wanted, '20 of 20 Hello from WEST');
});

test('of a run that was killed it is said what it was at, and that it did not end', (t) => {
  const at = firstWith('ERROR_RATE=1');
  const story = storyOf(readEvents(LINES.slice(0, at).join('\n'), 'e.jsonl'));
  t.false(story.finished);
  const last = story.results.at(-1);
  t.is(last?.verdict, 'interrupted');
  t.is(last?.cutShort?.title, 'west: set ERROR_RATE=1 on simple-backend-west');
  t.is((JSON.parse(jsonText(story)) as {finished: boolean}).finished, false);
});
