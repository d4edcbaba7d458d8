import fc from 'fast-check';
import test from 'ava';
import {criticalPath, lengthMs, pathFigures} from '../../../src/engine/critical-path.js';
import type {StepEvent, StepState} from '../../../src/engine/events.js';
import {runSteps} from '../../../src/engine/run-steps.js';
import {FakeClock} from '../../fakes/clock.js';
import {World} from '../../helpers/world.js';

const end = (id: string, tookMs: number, atMs: number, state: StepState = 'made'): StepEvent => ({
  ...{type: 'step', id, title: `thing ${id}`, state, atMs, tookMs},
});
const step = (id: string, ...needs: string[]) => ({id, needs});
const ids = (path: readonly {readonly id: string}[]): string[] => path.map(({id}) => id);

test('the chain with the most seconds is found, whatever has more steps', (t) => {
  const steps = [step('root'), step('short', 'root'), step('long', 'root'), step('end', 'short', 'long')];
  const events = [end('root', 10, 10), end('short', 5, 15), end('long', 90, 100), end('end', 1, 101)];
  const path = criticalPath(steps, events);
  t.deepEqual(ids(path), ['root', 'long', 'end']);
  t.is(lengthMs(path), 101);
  t.deepEqual(path[1], {id: 'long', title: 'thing long', tookMs: 90, endedMs: 100});
});

test('a chain need not end with the last step that is listed, nor begin with the first', (t) => {
  const steps = [step('a'), step('slow'), step('b', 'a')];
  const events = [end('a', 1, 1), end('slow', 50, 50), end('b', 1, 2)];
  t.deepEqual(ids(criticalPath(steps, events)), ['slow']);
});

test('steps may be listed before those that they need', (t) => {
  const steps = [step('c', 'b'), step('b', 'a'), step('a')];
  const events = [end('a', 1, 1), end('b', 1, 2), end('c', 1, 3)];
  t.deepEqual(ids(criticalPath(steps, events)), ['a', 'b', 'c']);
});

test('a step that has not come to its end is no link, but what waited for it keeps its chain', (t) => {
  const steps = [step('a'), step('left', 'a'), step('b', 'left')];
  const left: StepEvent = {type: 'step', id: 'left', title: 'thing left', state: 'left', atMs: 4};
  t.deepEqual(ids(criticalPath(steps, [end('a', 4, 4), left, end('b', 2, 6)])), ['a', 'b']);
});

test('what an earlier round made counts with the time that it took then', (t) => {
  const steps = [step('supply'), step('node', 'supply'), step('other')];
  const events = [
    end('supply', 900, 900),
    end('supply', 2, 2, 'already'),
    end('node', 20, 22),
    end('other', 60, 60),
  ];
  t.deepEqual(ids(criticalPath(steps, events)), ['supply', 'node']);
  t.is(lengthMs(criticalPath(steps, events)), 920);
});

test('figures are in seconds with one digit, and the sum is that of the milliseconds', (t) => {
  const path = criticalPath([step('a'), step('b', 'a')], [end('a', 1040, 1040), end('b', 2040, 3080)]);
  t.deepEqual(pathFigures(path), {
    seconds: 3.1,
    steps: [
      {id: 'a', title: 'thing a', seconds: 1},
      {id: 'b', title: 'thing b', seconds: 2},
    ],
  });
});

test('nothing measured, no chain', (t) => {
  t.deepEqual(criticalPath([step('a')], []), []);
  t.is(lengthMs([]), 0);
});

test('the events of a real run tell the chain that its end waited for', async (t) => {
  const clock = new FakeClock();
  const world = new World();
  const slow = (id: string, ms: number, ...needs: string[]) =>
    world.step(id, needs, {
      run: async () => {
        await clock.sleep(ms, new AbortController().signal);
        world.there.add(id);
      },
    });
  const steps = [slow('a', 10), slow('b', 30, 'a'), slow('c', 5, 'a'), slow('d', 2, 'b', 'c')];
  const events: StepEvent[] = [];
  const startMs = clock.nowMs();
  const emit = (event: StepEvent): void => void events.push(event);
  await runSteps(steps, {signal: new AbortController().signal, clock, emit, lanes: {}});
  const path = criticalPath(steps, events);
  t.deepEqual([path[0]?.id, path.at(-1)?.id], ['a', 'd']);
  t.true(lengthMs(path) > 0);
  t.true(path.every(({endedMs}) => endedMs <= clock.nowMs() - startMs));
});

test('no chain is longer than the one that is found, and it is a chain', (t) => {
  const graph = fc.array(
    fc.record({
      tookMs: fc.integer({min: 1, max: 50}),
      needs: fc.array(fc.nat(), {maxLength: 3}),
    }),
    {minLength: 1, maxLength: 8},
  );
  fc.assert(
    fc.property(graph, (drawn) => {
      const steps = drawn.map(({needs}, index) =>
        step(`${index}`, ...new Set(index === 0 ? [] : needs.map((need) => `${need % index}`))),
      );
      const took = new Map(drawn.map(({tookMs}, index) => [`${index}`, tookMs]));
      const path = criticalPath(
        steps,
        drawn.map(({tookMs}, index) => end(`${index}`, tookMs, tookMs)),
      );
      const longest = (id: string): number =>
        (took.get(id) ?? 0) + Math.max(0, ...(steps[Number(id)]?.needs ?? []).map(longest));
      t.is(lengthMs(path), Math.max(...steps.map(({id}) => longest(id))));
      for (const [index, {id}] of path.entries()) {
        const before = path[index - 1];
        const needs = steps.find((one) => one.id === id)?.needs ?? [];
        t.true(before === undefined ? needs.length === 0 : needs.includes(before.id));
      }
    }),
  );
});
