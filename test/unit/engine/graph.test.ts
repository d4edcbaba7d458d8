import test from 'ava';
import {checkGraph, inOrder} from '../../../src/engine/graph.js';
import {World} from '../../helpers/world.js';

const step = (id: string, needs: readonly string[] = []) => new World().step(id, needs);

test('a sound graph passes, whatever the order of the list', (t) => {
  t.notThrows(() => checkGraph([step('c', ['a', 'b']), step('a'), step('b', ['a'])]));
});

test('a circle is named from end to end', (t) => {
  const steps = [step('a', ['b']), step('b', ['c']), step('c', ['a'])];
  t.throws(() => checkGraph(steps), {message: 'steps need each other: a -> b -> c -> a'});
});

test('a step that needs itself is a circle', (t) => {
  t.throws(() => checkGraph([step('a', ['a'])]), {message: 'steps need each other: a -> a'});
});

test('a need that no step has is named with the step that has it', (t) => {
  t.throws(() => checkGraph([step('a'), step('b', ['z'])]), {
    message: 'step b needs z, which is not there',
  });
});

test('two steps of one id are refused', (t) => {
  t.throws(() => checkGraph([step('a'), step('a')]), {message: 'two steps are called a'});
});

test('in order, each step comes after all that it needs and no step is lost', (t) => {
  const steps = [step('d', ['b', 'c']), step('b', ['a']), step('c', ['a']), step('a')];
  const order = inOrder(steps).map(({id}) => id);
  t.deepEqual([...order].sort(), ['a', 'b', 'c', 'd']);
  for (const {id, needs} of steps) {
    for (const need of needs) t.true(order.indexOf(need) < order.indexOf(id), `${need} before ${id}`);
  }
});
