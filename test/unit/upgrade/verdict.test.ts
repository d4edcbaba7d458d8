import {readFileSync} from 'node:fs';
import test from 'ava';
import {EastwestError} from '../../../src/base/errors.js';
import {KNOWN_CHANGES} from '../../../src/differences/index.js';
import {readThresholds, thresholdsOf, type ThresholdFlags} from '../../../src/upgrade/thresholds.js';
import {verdictOf, type Judged} from '../../../src/upgrade/verdict.js';
import {difference, figures, judged, SAME} from '../../helpers/hops.js';
import {projectFile} from '../../helpers/project.js';

const GOOD: Judged = {rows: [], now: 'at the target'};
const PHASES = ['before', 'state before', 'west'];

test('nothing lost, nothing changed, nothing broken: good', (t) => {
  const traffic = {figures: figures(PHASES)};
  const verdict = verdictOf({...GOOD, traffic, states: {judgement: SAME}}, thresholdsOf({}));
  t.true(verdict.good);
  t.deepEqual(verdict.figures, traffic.figures);
});

test('where nobody was to call nothing is said of calls', (t) => {
  const {good, figures: found} = verdictOf(GOOD, thresholdsOf({}));
  t.deepEqual([good, found], [true, null]);
});

test('lost calls are a regression, within what they may cost they are none', (t) => {
  const of = (flags: ThresholdFlags) =>
    verdictOf({...GOOD, traffic: {figures: figures(PHASES, 2)}}, thresholdsOf(flags)).reasons;
  const text = '4 of 2000 calls failed, more than 0: 4 x TIMEOUT; 2 in before, 2 in west';
  t.deepEqual(of({}), [{code: 'UPGRADE-CALLS', text}]);
  t.deepEqual(of({maxFailed: 4}), []);
  t.regex(of({maxFailed: 4, maxGapMs: 19})[0]?.text ?? '', /^20 ms without a good answer/);
  t.deepEqual(of({maxFailed: 4, maxGapMs: 20}), []);
});

test('what could not be measured is no good sign, be it calls or states', (t) => {
  const early = {...figures(PHASES), endedEarly: true};
  const codes = (judged: Partial<Judged>) =>
    verdictOf({...GOOD, ...judged}, thresholdsOf({})).reasons.map(({code}) => code);
  t.deepEqual(codes({traffic: {figures: early}}), ['UPGRADE-UNMEASURED']);
  t.deepEqual(codes({traffic: {missing: 'why'}}), ['UPGRADE-UNMEASURED']);
  t.deepEqual(codes({states: {missing: 'why'}}), ['UPGRADE-UNMEASURED']);
});

test('an alarm is a reason, and what was allowed or is harmless is none', (t) => {
  const judgement = judged(
    'after',
    [
      difference('proxy-concurrency: threads', {known: 'proxy-concurrency', alarm: false}),
      difference('a listener is gone'),
    ],
    {allowed: ['proxy-concurrency']},
  );
  const {good, reasons, allowed} = verdictOf({...GOOD, states: {judgement}}, thresholdsOf({}));
  t.false(good);
  t.deepEqual(reasons, [{code: 'UPGRADE-CHANGED', text: 'after: unknown: a listener is gone'}]);
  t.deepEqual(allowed, ['proxy-concurrency']);
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
  const [a, b, c] = ['proxy-concurrency', 'startup-probe', 'definitions'];
  const text = `max-failed: 3\nmax-gap-ms: 500\nallow: [${a}, ${b}]\n`;
  t.deepEqual(readThresholds('t.yaml', text), {maxFailed: 3, maxGapMs: 500, allow: [a, b]});
  t.deepEqual(readThresholds('t.yaml', text, {maxFailed: 0, allow: [b, c]}), {
    maxFailed: 0,
    maxGapMs: 500,
    allow: [a, b, c],
  });
});

test('the thresholds of the book’s lab allow by name what releases do otherwise, and what is only written otherwise needs no leave', (t) => {
  const file = 'labs/upgrade-thresholds.yaml';
  const {maxFailed, allow} = readThresholds(file, readFileSync(projectFile(file), 'utf8'));
  t.is(maxFailed, 0);
  const behaviour = KNOWN_CHANGES.filter(({kind}) => kind === 'behaviour').map(({name}) => name);
  t.deepEqual(
    allow.filter((name) => !behaviour.includes(name)),
    [],
  );
  // What test/unit/differences/hops.test.ts finds alarming between the releases.
  for (const name of ['proxy-concurrency', 'startup-probe']) t.true(allow.includes(name), name);
});

test('a name that no known change has is refused with the nearest one, by flag and in a file', (t) => {
  const flag = t.throws(() => thresholdsOf({allow: ['proxy-concurency']}), {instanceOf: EastwestError});
  t.deepEqual([flag.code, flag.exitCode], ['ALLOW-UNKNOWN', 2]);
  t.regex(flag.hint ?? '', /^did you mean proxy-concurrency\?/);
  const text = 'allow:\n  - startup-probe\n  - proxy-concurency\n';
  const file = t.throws(() => readThresholds('t.yaml', text), {instanceOf: EastwestError});
  t.is(file.exitCode, 2);
  t.regex(
    file.details[0] ?? '',
    /^t\.yaml:3:5: no change is known by the name proxy-concurency; did you mean proxy-concurrency\?/,
  );
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
