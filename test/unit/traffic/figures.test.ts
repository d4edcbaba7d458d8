import test from 'ava';
import {figuresOf, type PhaseFigures, type TrafficFigures} from '../../../src/traffic/figures.js';
import {flowsOf} from '../../../src/traffic/flows.js';
import {readCall, readMark, type TrafficCall} from '../../../src/traffic/lines.js';
import {chapterPlan} from '../../helpers/chapter.js';

const FLOWS = flowsOf(chapterPlan());
const [FIRST = '', SECOND = ''] = FLOWS.map(({name}) => name);

/** A call each 100 ms from `fromMs`, answered after 10 ms unless something else is said of it. */
function calls(fromMs: number, ...told: readonly Partial<TrafficCall>[]): TrafficCall[] {
  return told.map((one, index) => ({
    ...{n: index + 1, flow: FIRST, at: fromMs + index * 100, ms: 10, late: 0, status: 200},
    ...one,
  }));
}

const GOOD = {};
const REFUSED: Partial<TrafficCall> = {
  status: 503,
  body: 'upstream connect error or disconnect/reset before headers. reset reason: connection termination',
};
const SILENT: Partial<TrafficCall> = {status: 0, error: 'TIMEOUT: no full answer within 5000 ms', ms: 5000};

function of(figures: TrafficFigures, phase: string, flow = FIRST): PhaseFigures {
  const found = figures.flows.find((one) => one.flow.name === flow)?.phases[phase];
  if (found === undefined) throw new Error(`no figures of ${flow} in ${phase}`);
  return found;
}

test('a call counts in the phase in which it was issued, also where it ended in the next', (t) => {
  const marks = [
    {at: 0, phase: 'before'},
    {at: 200, phase: 'west'},
  ];
  const figures = figuresOf(FLOWS, calls(0, GOOD, SILENT, GOOD), marks, false);
  t.deepEqual(figures.phases, ['before', 'west']);
  t.is(of(figures, 'before').calls, 2);
  t.deepEqual(of(figures, 'before').kinds, {TIMEOUT: 1});
  t.is(of(figures, 'west').calls, 1);
  t.is(of(figures, 'west').failed, 0);
});

test('what came before the first mark is of its phase', (t) => {
  const figures = figuresOf(FLOWS, calls(0, GOOD, GOOD), [{at: 150, phase: 'before'}], false);
  t.is(of(figures, 'before').calls, 2);
});

test('failed calls are counted by what became of them', (t) => {
  const broken = {error: 'ECONNRESET: aborted', status: 200};
  const dead = {error: 'ECONNREFUSED: connect ECONNREFUSED 172.18.255.101:80', status: 0};
  const some = calls(0, GOOD, REFUSED, REFUSED, SILENT, broken, dead, {status: 404});
  const {calls: count, failed, kinds} = of(figuresOf(FLOWS, some, [{at: 0, phase: 'a'}], false), 'a');
  t.deepEqual([count, failed], [7, 6]);
  t.deepEqual(kinds, {
    'status 503 (connection termination)': 2,
    TIMEOUT: 1,
    'ECONNRESET after status 200': 1,
    ECONNREFUSED: 1,
    'status 404': 1,
  });
});

test('the percentiles are of good answers, by nearest rank', (t) => {
  // 1 to 10 ms, and an error that was quick and a call that was lost.
  const some = calls(
    0,
    ...Array.from({length: 10}, (_, index) => ({ms: index + 1})),
    {ms: 1, status: 503},
    SILENT,
  );
  const {p50Ms, p99Ms} = of(figuresOf(FLOWS, some, [{at: 0, phase: 'a'}], false), 'a');
  t.deepEqual([p50Ms, p99Ms], [5, 10]);
});

test('a flow without a good answer has no percentile, and a phase without a call no failure', (t) => {
  const marks = [
    {at: 0, phase: 'a'},
    {at: 9000, phase: 'b'},
  ];
  const figures = figuresOf(FLOWS, calls(0, SILENT), marks, false);
  t.false('p50Ms' in of(figures, 'a'));
  t.deepEqual(of(figures, 'b'), {calls: 0, failed: 0, kinds: {}, longestGapMs: 0, lateMs: 0});
});

test('the planted gap is found, in its flow alone', (t) => {
  // Good answers end at 10, 110, then at 510: 400 ms.
  const lost = calls(0, GOOD, GOOD, REFUSED, REFUSED, REFUSED, GOOD);
  const whole = calls(0, GOOD, GOOD, GOOD, GOOD, GOOD, GOOD).map((call) => ({...call, flow: SECOND}));
  const figures = figuresOf(FLOWS, [...lost, ...whole], [{at: 0, phase: 'a'}], false);
  t.is(of(figures, 'a').longestGapMs, 400);
  t.is(of(figures, 'a', SECOND).longestGapMs, 100);
});

test('a gap that lasts into the next phase is whole where it began, and a part where it ended', (t) => {
  // From 110 to 610; the second phase begins at 400.
  const some = calls(0, GOOD, GOOD, SILENT, SILENT, SILENT, SILENT, GOOD, GOOD).map((call) => ({
    ...call,
    ms: 10,
  }));
  const marks = [
    {at: 0, phase: 'a'},
    {at: 400, phase: 'b'},
  ];
  const figures = figuresOf(FLOWS, some, marks, false);
  t.is(of(figures, 'a').longestGapMs, 500);
  t.is(of(figures, 'b').longestGapMs, 210);
});

test('a phase in which nobody answers is all gap, though the gap began before it', (t) => {
  // The last good answer ends at 110; b is from 300 to 600, c begins with good answers at 610.
  const some = calls(0, GOOD, GOOD, REFUSED, REFUSED, REFUSED, REFUSED, GOOD);
  const marks = [
    {at: 0, phase: 'a'},
    {at: 300, phase: 'b'},
    {at: 600, phase: 'c'},
  ];
  const figures = figuresOf(FLOWS, some, marks, false);
  t.deepEqual(
    ['a', 'b', 'c'].map((phase) => of(figures, phase).longestGapMs),
    [500, 300, 10],
  );
});

test('silence at the beginning and at the end counts', (t) => {
  const late = figuresOf(FLOWS, calls(0, REFUSED, REFUSED, GOOD), [{at: 0, phase: 'a'}], false);
  t.is(of(late, 'a').longestGapMs, 210);
  const early = figuresOf(FLOWS, calls(0, GOOD, SILENT), [{at: 0, phase: 'a'}], false);
  t.is(of(early, 'a').longestGapMs, 5090);
});

test('a phase that came twice, forth and back, is one', (t) => {
  const marks = [
    {at: 0, phase: 'west'},
    {at: 100, phase: 'mixed'},
    {at: 200, phase: 'west'},
  ];
  const figures = figuresOf(FLOWS, calls(0, GOOD, GOOD, REFUSED), marks, false);
  t.deepEqual(figures.phases, ['west', 'mixed']);
  t.deepEqual([of(figures, 'west').calls, of(figures, 'west').failed], [2, 1]);
});

test("the caller's own lateness is told", (t) => {
  const some = calls(0, {late: 3}, {late: 700}, {late: 12});
  t.is(of(figuresOf(FLOWS, some, [{at: 0, phase: 'a'}], false), 'a').lateMs, 700);
});

test('calls without an end are missed: their numbers are not there', (t) => {
  const some = calls(0, GOOD, GOOD, GOOD, GOOD).filter(({n}) => n !== 2 && n !== 3);
  t.is(figuresOf(FLOWS, some, [{at: 0, phase: 'a'}], false).untold, 2);
});

test('lines are read as the caller writes them, and nothing else is', (t) => {
  const line = {n: 1, flow: FIRST, at: 5.5, ms: 1.2, late: 0.1, status: 200};
  t.deepEqual(readCall(JSON.stringify(line)), line);
  t.throws(() => readCall('{"n": 1'), {code: 'CALLER-FAILED'});
  t.deepEqual(readMark('1700000000123 rolled back'), {at: 1_700_000_000_123, phase: 'rolled back'});
  t.throws(() => readMark('before'), {code: 'CALLER-FAILED'});
});
