import test from 'ava';
import {changesOf, GIVEN, HEAD, MEASURE, run, UNDO_SCALE} from '../../helpers/scripted-run.js';

test('given comes before the phases and is taken back like every other change', async (t) => {
  const {results, diary, commands, events} = await run(HEAD + GIVEN, ['good']);
  t.is(results[0]?.verdict, 'passed', results[0]?.evidence);
  t.deepEqual(commands, ['ready', 'say'], 'catch is for failures');
  t.deepEqual(changesOf(diary), [UNDO_SCALE.replace('1}', '0}'), UNDO_SCALE]);
  const phases = events.flatMap((event) => (event.type === 'phase' ? [event.phase] : []));
  t.deepEqual(phases, ['given', 'measure']);
});

test('where given fails the scenario is not ready, and still it is taken back and looked into', async (t) => {
  const {results, diary, commands} = await run(HEAD + GIVEN, ['bad']);
  t.is(results[0]?.verdict, 'failed');
  t.is(
    results[0]?.evidence,
    'not ready: mypc: ready: exit code 0, "bad", wanted exit code 0, "good"; mypc: why: exit code 0, "bad"',
  );
  t.deepEqual(commands, ['ready', 'why']);
  t.is(changesOf(diary).at(-1), UNDO_SCALE);
});

test('catch looks when a phase has failed, before anything is taken back', async (t) => {
  const {results, events} = await run(HEAD + GIVEN, ['good', 'bad', 'the reason']);
  t.regex(results[0]?.evidence ?? '', /^mypc: say: .*; mypc: why: exit code 0, "the reason"$/);
  const steps = results[0]?.steps.map(({phase, ok}) => `${phase} ${ok}`);
  t.deepEqual(steps, ['given true', 'given true', 'measure false', 'catch true']);
  const told = events.flatMap((event) => (event.type === 'scenarioStep' ? [event.phase] : []));
  t.is(told.lastIndexOf('catch') < told.indexOf('finally'), true);
});

test('wait lets the time go by that it says', async (t) => {
  const text = `${HEAD}  phases:${MEASURE.replace('steps:', 'steps:\n        - {explain: w, wait: {for: 5s}}')}`;
  const {results} = await run(text, ['good']);
  t.is(results[0]?.verdict, 'passed');
  t.is(results[0]?.steps[0]?.evidence, '5s went by');
  t.is(results[0]?.steps[0]?.seconds, 5);
});
