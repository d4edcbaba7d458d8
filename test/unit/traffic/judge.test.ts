import test from 'ava';
import type {PhaseFigures, TrafficFigures} from '../../../src/traffic/figures.js';
import {flowsOf} from '../../../src/traffic/flows.js';
import {judgeTraffic, totalOf, type TrafficBounds, type TrafficVerdict} from '../../../src/traffic/judge.js';
import {chapterPlan} from '../../helpers/chapter.js';

const QUIET: PhaseFigures = {calls: 100, failed: 0, kinds: {}, longestGapMs: 90, lateMs: 4};

/** Eight flows in two phases, of which the last one's second phase is otherwise. */
function figures(last: Partial<PhaseFigures> = {}, more: Partial<TrafficFigures> = {}): TrafficFigures {
  const flows = flowsOf(chapterPlan());
  return {
    phases: ['before', 'west'],
    flows: flows.map((flow, index) => ({
      flow,
      phases: {before: QUIET, west: index === flows.length - 1 ? {...QUIET, ...last} : QUIET},
    })),
    untold: 0,
    endedEarly: false,
    ...more,
  };
}

const LOST: Partial<PhaseFigures> = {failed: 3, kinds: {TIMEOUT: 1, 'status 503': 2}, longestGapMs: 2500};

function judged(
  title: string,
  found: TrafficFigures,
  bounds: TrafficBounds,
  verdict: TrafficVerdict['verdict'],
  reason = '',
): void {
  test(title, (t) => {
    const answer = judgeTraffic(found, bounds);
    t.is(answer.verdict, verdict);
    t.true(answer.reasons.join('; ').includes(reason), answer.reasons.join('; '));
    t.is(answer.reasons.length === 0, verdict === 'passed');
  });
}

judged('no call lost', figures(), {}, 'passed');
judged(
  'one flow of eight lost calls',
  figures(LOST),
  {},
  'failed',
  '3 of 1600 calls failed, more than 0: 2 x status 503, TIMEOUT; 3 in west',
);
judged('as many as are allowed', figures(LOST), {maxFailed: 3}, 'passed');
judged('one more than is allowed', figures(LOST), {maxFailed: 2}, 'failed', 'more than 2');
judged('a gap above the bound', figures(LOST), {maxFailed: 3, maxGapMs: 2499}, 'failed', '2500 ms without');
judged('a gap at the bound', figures(LOST), {maxFailed: 3, maxGapMs: 2500}, 'passed');
judged('phases that are not judged', figures(LOST), {phases: ['before']}, 'passed');
judged('too few calls prove nothing', figures(), {minCalls: 1601}, 'could not be measured', '1600 calls');
judged('no call at all', figures({}, {flows: []}), {}, 'could not be measured', '0 calls');
judged('a caller that was late', figures({lateMs: 501}), {}, 'could not be measured', 'late by 501 ms');
judged('a caller that was late within its bound', figures({lateMs: 500}), {}, 'passed');
judged(
  'a late caller cannot say what was lost',
  figures({...LOST, lateMs: 900}),
  {},
  'could not be measured',
  '3 of 1600',
);
const others = {before: 0.1, west: 0.41, 'state west': 0.9};
judged('others at work where nothing was lost', figures({}, {others}), {}, 'passed');
judged(
  'others at work where calls were lost',
  figures(LOST, {others}),
  {},
  'could not be measured',
  'others than the lab took more than 25 % of the processors: 41 % in west; what was lost may be their doing; 3 of 1600',
);
judged(
  'others at work in one phase do not excuse what is lost in another',
  figures(LOST, {others: {before: 0.9, west: 0.1}}),
  {},
  'failed',
  '3 of 1600',
);
judged(
  'a gap beside others at work',
  figures({longestGapMs: 2500}, {others}),
  {maxGapMs: 1000},
  'could not be measured',
  '41 % in west',
);
judged(
  'no more of others than there may be',
  figures(LOST, {others}),
  {maxOthers: 0.41},
  'failed',
  '3 of 1600',
);
judged(
  'others at work in phases that are not judged',
  figures(LOST, {others: {...others, west: 0.25}}),
  {phases: ['before', 'west']},
  'failed',
  '3 of 1600',
);
judged(
  'a caller that died',
  figures({}, {endedEarly: true}),
  {},
  'could not be measured',
  'had ended before',
);
judged('calls without an end', figures({}, {untold: 2}), {}, 'could not be measured', 'of 2 calls');

test('the total sums calls and takes the worst of what is no sum', (t) => {
  t.deepEqual(totalOf(figures(LOST)), {
    calls: 1600,
    failed: 3,
    kinds: {TIMEOUT: 1, 'status 503': 2},
    longestGapMs: 2500,
    lateMs: 4,
  });
  t.is(totalOf(figures(LOST), ['before']).calls, 800);
});
