import test from 'ava';
import {HopelessError} from '../../../src/base/wait-for.js';
import {lookSteps} from '../../../src/engine/look-steps.js';
import {World} from '../../helpers/world.js';

const {signal} = new AbortController();

test('it says of each step whether the world has it, and makes none', async (t) => {
  const world = new World();
  world.there.add('a');
  t.deepEqual(await lookSteps([world.step('a'), world.step('b', ['a'])], signal), [
    {id: 'a', title: 'thing a', state: 'there', seen: 'there'},
    {id: 'b', title: 'thing b', state: 'missing', seen: 'nothing'},
  ]);
  t.deepEqual(world.diary, []);
});

test('a look that fails is unknown, with the reason; one without hope is missing', async (t) => {
  const world = new World();
  const blind = world.step('a', [], {done: () => Promise.reject(new Error('no server'))});
  const foreign = new HopelessError('it is not ours', {code: 'FOREIGN'});
  const taken = world.step('b', [], {done: () => Promise.reject(foreign)});
  const found = await lookSteps([blind, taken], signal);
  t.deepEqual(
    found.map(({state, seen}) => [state, seen]),
    [
      ['unknown', 'no server'],
      ['missing', 'it is not ours'],
    ],
  );
});

test('a graph that is not sound is refused', async (t) => {
  await t.throwsAsync(lookSteps([new World().step('a', ['none'])], signal), {instanceOf: RangeError});
});
