import test from 'ava';
import type {RunEvent} from '../../../src/scenario/result.js';
import {runScenarios} from '../../../src/scenario/run.js';
import {fakeWorld} from '../../fakes/world.js';
import {scenarioOf} from '../../helpers/scenarios.js';
import {BODY, HEAD, run} from '../../helpers/scripted-run.js';

test('the events of a step have its commands, what was measured and how each expectation was judged', async (t) => {
  const {events} = await run(HEAD + BODY, ['good']);
  const steps = events.flatMap((event) => (event.type === 'scenarioStep' ? [event] : []));
  const ended = steps.filter(({state}) => state === 'passed');
  t.deepEqual(
    ended.map(({kind}) => kind),
    ['action', 'action', 'action', 'probe', 'probe', 'probe'],
  );
  t.deepEqual(ended[4]?.commands, ['docker exec mypc say']);
  t.is(ended[4]?.evidence, 'exit code 0, "good"');
  const undone = steps.filter(({kind, state}) => kind === 'undo' && state === 'running');
  t.is(undone.length, 2, 'a wait of what is taken back is not told as another thing');
  const measured = events.flatMap((event) => (event.type === 'measured' ? [event] : []));
  t.deepEqual(measured[1]?.judged, [
    {
      key: 'output',
      value: {equals: 'good'},
      ok: true,
      evidence: 'exit code 0, "good"',
      wanted: 'exit code 0, "good"',
    },
  ]);
});

test('of calls each sample is told, those that did not hold as superseded', async (t) => {
  const call = (status: number) =>
    JSON.stringify({at: 1, status, ms: 1, body: '', headers: {}, reused: false});
  const text = `${HEAD}
  phases:
    - name: calls
      steps:
        - {explain: e, call: {from: mypc, url: 'http://x', count: 1}, within: 5s, expect: [status: {'200': 1 of 1}]}
`;
  const {results, events} = await run(text, [call(500), call(503), call(200)]);
  t.is(results[0]?.verdict, 'passed', results[0]?.evidence);
  const told = events.flatMap((event) => {
    if (event.type !== 'measured' || event.measured.kind !== 'calls') return [];
    return [[event.measured.calls[0]?.status, event.superseded ?? false, event.judged[0]?.ok]];
  });
  t.deepEqual(told, [
    [500, true, false],
    [503, true, false],
    [200, false, true],
  ]);
});

test('a scenario that was not begun has an event too: the events are enough for every report', async (t) => {
  const events: RunEvent[] = [];
  const emit = (event: RunEvent): void => void events.push(event);
  await runScenarios([scenarioOf(HEAD + BODY)], fakeWorld([]), {signal: AbortSignal.abort(), emit});
  t.deepEqual(
    events.map((event) => (event.type === 'scenario' ? [event.state, event.evidence] : event.type)),
    [['interrupted', 'not begun']],
  );
});

test('titles and explanations are told in every language that they are written in', async (t) => {
  const text = (HEAD + BODY)
    .replace('title: It runs', 'title: {en: It runs, ko: 실행됩니다}')
    .replace('explain: a,', 'explain: {en: a, ko: 가},');
  const {results, events} = await run(text, ['good']);
  const scenarios = events.flatMap((event) => (event.type === 'scenario' ? [event] : []));
  for (const event of scenarios) t.like(event, {title: 'It runs', titleIn: {ko: '실행됩니다'}});
  const steps = events.flatMap((event) => (event.type === 'scenarioStep' ? [event] : []));
  t.like(steps[0], {explain: 'a', explainIn: {ko: '가'}});
  t.false('explainIn' in (steps.find(({explain}) => explain === 'b') ?? {explainIn: 0}));
  t.is(results[0]?.title, 'It runs');
  t.false(JSON.stringify(results).includes('가'), 'results are in English');
});
