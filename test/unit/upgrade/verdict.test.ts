import test from 'ava';
import {EastwestError} from '../../../src/base/errors.js';
import {readThresholds, thresholdsOf} from '../../../src/upgrade/thresholds.js';
import {verdictOf, type Judged} from '../../../src/upgrade/verdict.js';

const GOOD: Judged = {changes: [], rows: [], now: 'at the target'};
const passed = {figures: {calls: 20_000}, verdict: {verdict: 'passed', reasons: []}} as const;

test('nothing lost, nothing changed, nothing broken: good', (t) => {
  const {good, figures} = verdictOf({...GOOD, traffic: passed}, thresholdsOf({}));
  t.true(good);
  t.deepEqual(figures, {calls: 20_000});
});

test('where nobody called nothing is said of calls', (t) => {
  const {good, figures} = verdictOf(GOOD, thresholdsOf({}));
  t.deepEqual([good, figures], [true, null]);
});

test('lost calls are a regression, and so are calls that could not be measured', (t) => {
  const of = (verdict: 'failed' | 'could not be measured') =>
    verdictOf({...GOOD, traffic: {figures: {}, verdict: {verdict, reasons: ['why']}}}, thresholdsOf({}));
  t.deepEqual(of('failed').reasons, [{code: 'UPGRADE-CALLS', text: 'why'}]);
  t.deepEqual(of('could not be measured').reasons, [{code: 'UPGRADE-UNMEASURED', text: 'why'}]);
});

test('a known change may be allowed by its name; an unknown one may not, whatever it is called', (t) => {
  const changes = [
    {name: 'ejection', known: true, text: 'none is ejected'},
    {name: 'mystery', known: false, text: 'a listener is gone'},
  ];
  const {good, reasons, allowed} = verdictOf(
    {...GOOD, changes},
    thresholdsOf({allow: ['ejection', 'mystery']}),
  );
  t.false(good);
  t.deepEqual(
    reasons.map(({text}) => text),
    ['unknown: a listener is gone'],
  );
  t.deepEqual(allowed, ['ejection']);
  const strict = verdictOf({...GOOD, changes}, thresholdsOf({}));
  t.regex(strict.reasons[0]?.text ?? '', /^ejection, a known change that is not allowed: none is ejected/);
});

test('a fault of the checks afterwards is one; a warning is not', (t) => {
  const row = (level: 'fault' | 'warning') => ({
    code: 'UPGRADE-VALIDATOR-FROZEN',
    what: 'w',
    level,
    seen: 'frozen',
    remedy: 'r',
  });
  t.deepEqual(verdictOf({...GOOD, rows: [row('fault')]}, thresholdsOf({})).reasons, [
    {code: 'UPGRADE-BROKEN', text: 'UPGRADE-VALIDATOR-FROZEN: frozen'},
  ]);
  t.true(verdictOf({...GOOD, rows: [row('warning')]}, thresholdsOf({})).good);
});

test('without a word no call may fail and nothing may change', (t) => {
  t.deepEqual(thresholdsOf({}), {maxFailed: 0, allow: []});
  t.deepEqual(readThresholds('t.yaml', ''), {maxFailed: 0, allow: []});
});

test('flags go before the file, and add to what it allows', (t) => {
  const text = 'max-failed: 3\nmax-gap-ms: 500\nallow: [a, b]\n';
  t.deepEqual(readThresholds('t.yaml', text), {maxFailed: 3, maxGapMs: 500, allow: ['a', 'b']});
  t.deepEqual(readThresholds('t.yaml', text, {maxFailed: 0, allow: ['b', 'c']}), {
    maxFailed: 0,
    maxGapMs: 500,
    allow: ['a', 'b', 'c'],
  });
});

const BAD: Readonly<Record<string, readonly [string, RegExp]>> = {
  'an unknown key': ['max-fails: 3\n', /^t\.yaml:1:1: unknown key max-fails, did you mean max-failed\?/],
  'half a call': ['max-failed: 1.5\n', /^t\.yaml:1:13: max-failed: expected a whole number/],
  'less than none': [
    'max-failed: 0\nmax-gap-ms: -1\n',
    /^t\.yaml:2:13: max-gap-ms: expected 0 or more, got -1/,
  ],
  'a text for a list': ['allow: ejection\n', /^t\.yaml:1:8: allow: expected array, got "ejection"/],
  'no YAML': ['max-failed: [\n', /^t\.yaml:2:1: /],
};

for (const [name, [text, message]] of Object.entries(BAD)) {
  test(`thresholds with ${name} are refused at their place`, (t) => {
    const error = t.throws(() => readThresholds('t.yaml', text), {instanceOf: EastwestError});
    t.is(error.code, 'THRESHOLDS-BAD');
    t.is(error.exitCode, 2);
    t.regex(error.details[0] ?? '', message);
  });
}
