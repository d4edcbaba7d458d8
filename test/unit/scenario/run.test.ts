import test from 'ava';
import {runScenarios} from '../../../src/scenario/run.js';
import {fakeWorld} from '../../fakes/world.js';
import {scenarioOf} from '../../helpers/scenarios.js';
import {BODY, changesOf, HEAD, run, UNDO_ENV, UNDO_SCALE} from '../../helpers/scripted-run.js';

test('a scenario passes; what it changed is taken back in reverse order, each thing once, to what it was', async (t) => {
  const {results, diary, commands, events} = await run(HEAD + BODY, ['good']);
  const [result] = results;
  t.is(result?.verdict, 'passed', result?.evidence);
  t.is(result?.evidence, 'exit code 0, "good"');
  t.deepEqual(changesOf(diary).slice(-2), [UNDO_ENV, UNDO_SCALE]);
  t.is(changesOf(diary).length, 5);
  t.deepEqual(commands, ['first', 'say', 'last']);
  t.is(diary.at(-1), 'west: remove Secret eastwest-scenario');
  t.is(diary[0], 'west: apply Secret eastwest-scenario');
  const states = events.flatMap((event) => (event.type === 'scenario' ? [event.state] : []));
  t.deepEqual(states, ['begun', 'passed']);
});

test('an expectation is looked at again until it holds', async (t) => {
  const {results, commands} = await run(HEAD + BODY, ['', 'bad', 'bad', 'good']);
  t.is(results[0]?.verdict, 'passed');
  t.deepEqual(commands, ['first', 'say', 'say', 'say', 'last']);
});

test('a failed step ends the phases, says what was seen and wanted, and everything is still taken back', async (t) => {
  const {results, diary, commands} = await run(HEAD + BODY, ['bad']);
  const [result] = results;
  t.is(result?.verdict, 'failed');
  t.is(result?.evidence, 'mypc: say: exit code 0, "bad" (after 2 s), wanted exit code 0, "good"');
  t.deepEqual(changesOf(diary).slice(-2), [UNDO_ENV, UNDO_SCALE]);
  t.is(commands.at(-1), 'last');
});

test('after an interruption everything is still taken back, and finally runs', async (t) => {
  const {results, diary, commands} = await run(HEAD + BODY, ['bad'], 'say');
  t.is(results[0]?.verdict, 'interrupted');
  t.deepEqual(changesOf(diary).slice(-2), [UNDO_ENV, UNDO_SCALE]);
  t.deepEqual(commands, ['first', 'say', 'last']);
});

test('a failure of finally fails a scenario that had passed, with what is left behind', async (t) => {
  const text = HEAD + BODY.replace(/output: {}](?=}\n$)/, 'output: {equals: clean}]');
  const {results} = await run(text, ['good']);
  t.is(results[0]?.verdict, 'failed');
  t.regex(
    results[0]?.evidence ?? '',
    /left behind: mypc: last: exit code 0, "good", wanted exit code 0, "clean"/,
  );
  t.is(results[0]?.leftBehind.length, 1);
});

test('scenarios after an interruption are not begun', async (t) => {
  const scenarios = [scenarioOf(HEAD + BODY)];
  const options = {signal: AbortSignal.abort(), emit: () => undefined};
  const [result] = await runScenarios(scenarios, fakeWorld([]), options);
  t.is(result?.verdict, 'interrupted');
  t.is(result?.evidence, 'not begun');
});
