import test from 'ava';
import {Lanes} from '../../../src/engine/lanes.js';
import {turns} from '../../helpers/world.js';

test('a lane holds its limit; who leaves lets the one in that has waited longest', async (t) => {
  const lanes = new Lanes({go: 2});
  const inside: string[] = [];
  const enter = async (name: string) => {
    const leave = await lanes.enter('go');
    inside.push(name);
    return leave;
  };
  const [first, , third, fourth] = ['one', 'two', 'three', 'four'].map(enter);
  await turns();
  t.deepEqual(inside, ['one', 'two']);
  (await first)?.();
  await turns();
  t.deepEqual(inside, ['one', 'two', 'three']);
  (await third)?.();
  (await fourth)?.();
  t.deepEqual(inside, ['one', 'two', 'three', 'four']);
  await t.notThrowsAsync(lanes.enter('go'));
});

test('a lane without a limit, and no lane, are open', async (t) => {
  const lanes = new Lanes({go: 0});
  await t.notThrowsAsync(lanes.enter('other'));
  await t.notThrowsAsync(lanes.enter(undefined));
});
