import test from 'ava';
import type {StepEvent} from '../../../src/engine/events.js';
import {undoSteps} from '../../../src/engine/undo-steps.js';
import {FakeClock} from '../../fakes/clock.js';
import {refusal} from '../../helpers/error.js';
import {World} from '../../helpers/world.js';

function options() {
  const events: StepEvent[] = [];
  const emit = (event: StepEvent): void => void events.push(event);
  return {signal: new AbortController().signal, clock: new FakeClock(), emit, events};
}

test('a step is taken back only after those that need it', async (t) => {
  const world = new World();
  await undoSteps([world.step('a'), world.step('b', ['a']), world.step('c', ['b'])], options());
  t.deepEqual(world.diary, ['undo c', 'undone c', 'undo b', 'undone b', 'undo a', 'undone a']);
});

test('it waits also where the list names the needed one last', async (t) => {
  const world = new World();
  await undoSteps([world.step('b', ['a']), world.step('a')], options());
  t.deepEqual(world.diary, ['undo b', 'undone b', 'undo a', 'undone a']);
});

test('a step with nothing to take back still keeps the order of those around it', async (t) => {
  const world = new World();
  const middle = world.step('b', ['a']);
  delete middle.undo;
  await undoSteps([world.step('a'), middle, world.step('c', ['b'])], options());
  t.deepEqual(world.diary, ['undo c', 'undone c', 'undo a', 'undone a']);
});

test('what cannot be taken back does not stop the rest, and all of it is named at the end', async (t) => {
  const world = new World();
  const stuck = {undo: () => Promise.reject(new Error('it is in use'))};
  const steps = [world.step('a'), world.step('b', ['a'], stuck), world.step('c', [], stuck)];
  const given = options();
  const error = await refusal(t, undoSteps(steps, given));
  t.is(error.code, 'DOWN-INCOMPLETE');
  t.deepEqual([...error.details].sort(), ['thing b: it is in use', 'thing c: it is in use']);
  t.deepEqual(world.diary, ['undo a', 'undone a']);
  const last = Object.fromEntries(given.events.map(({id, state}) => [id, state]));
  t.deepEqual(last, {a: 'undone', b: 'failed', c: 'failed'});
});
