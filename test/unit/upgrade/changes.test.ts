import test from 'ava';
import type {HopJudgement} from '../../../src/differences/index.js';
import {alarmText, changesOf} from '../../../src/upgrade/changes.js';
import {difference, judged} from '../../helpers/hops.js';

const SCENARIO = {section: 'scenarios', clusters: [], of: ['ch12/failover'], places: 1} as const;

test('what shows in several states is one change, and alarms come first', (t) => {
  const same = difference('ch: sense', {known: 'definitions', alarm: false});
  const [mixed] = judged('mixed', [same]).states;
  const [after] = judged('after', [same, difference('a listener is gone')]).states;
  const states = [mixed, after].filter((state) => state !== undefined);
  t.deepEqual(changesOf({...judged('mixed', []), states}), [
    {name: 'listeners p', known: false, alarm: true, states: ['after'], text: 'unknown: a listener is gone'},
    {name: 'definitions', known: true, alarm: false, states: ['mixed', 'after'], text: 'ch: sense'},
  ]);
});

test('what has a name says how it may be allowed, be it of a release or not', (t) => {
  const [known, mishap] = changesOf(
    judged('after', [
      difference('startup-probe: sense', {known: 'startup-probe'}),
      difference('gateway-network-label: sense', {known: 'gateway-network-label'}),
    ]),
  );
  t.is(known && alarmText(known), 'after: not allowed, --allow startup-probe would: startup-probe: sense');
  t.like(mishap, {name: 'gateway-network-label', known: true});
  t.regex(mishap ? alarmText(mishap) : '', /--allow gateway-network-label would/);
});

test('a scenario that fails is told with the known changes that may be why', (t) => {
  const text = 'ch12/failover: verdict was passed, is failed: 3 errors';
  const found = judged('after', [difference(text, {where: SCENARIO, path: 'verdict'})]);
  const [state] = found.states;
  const regressions = [{scenario: 'ch12/failover', seen: 'failed', explainedBy: ['startup-probe']}];
  const explained: HopJudgement = {...found, states: state === undefined ? [] : [{...state, regressions}]};
  const [change] = changesOf(explained);
  t.deepEqual(change, {
    name: 'scenario ch12/failover',
    known: false,
    alarm: true,
    states: ['after'],
    text: `scenario ${text}; it may be for startup-probe, which --allow takes`,
  });
});

test('what a scenario measured otherwise is no verdict of it', (t) => {
  const text = 'ch12/failover: calls: median was 4 ms, is 400 ms';
  const found = judged('mixed', [difference(text, {where: SCENARIO, path: 'calls: median', alarm: false})]);
  t.deepEqual(changesOf(found), [
    {
      ...{name: 'figures of ch12/failover', known: false, alarm: false, states: ['mixed']},
      text: `figures of ${text}`,
    },
  ]);
});
