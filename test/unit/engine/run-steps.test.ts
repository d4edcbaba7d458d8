import test from 'ava';
import {EastwestError, InterruptedError, throwIfInterrupted} from '../../../src/base/errors.js';
import type {StepEvent} from '../../../src/engine/events.js';
import {runSteps, type RunStepsOptions} from '../../../src/engine/run-steps.js';
import type {Step} from '../../../src/engine/step.js';
import {FakeClock} from '../../fakes/clock.js';
import {refusal} from '../../helpers/error.js';
import {gate, World} from '../../helpers/world.js';

function options(more: Partial<RunStepsOptions> = {}): RunStepsOptions & {events: StepEvent[]} {
  const events: StepEvent[] = [];
  return {
    signal: new AbortController().signal,
    clock: new FakeClock(),
    emit: (event) => void events.push(event),
    lanes: {},
    events,
    ...more,
  };
}

const states = (events: readonly StepEvent[], id: string) =>
  events.filter((event) => event.id === id).map(({state}) => state);

test('a step begins when all that it needs is over, in whatever order they are listed', async (t) => {
  const world = new World();
  const steps = [world.step('c', ['a', 'b']), world.step('b', ['a']), world.step('a')];
  const result = await runSteps(steps, options());
  t.deepEqual(world.diary, ['begin a', 'end a', 'begin b', 'end b', 'begin c', 'end c']);
  t.deepEqual(result, {made: ['a', 'b', 'c'], already: []});
});

test('steps that do not need each other run side by side', async (t) => {
  const world = new World();
  await runSteps([world.step('a'), world.step('b')], options());
  t.deepEqual(world.diary, ['begin a', 'begin b', 'end a', 'end b']);
});

test('what is there already is not made, and what needs it goes on', async (t) => {
  const world = new World();
  world.there.add('a');
  const given = options();
  const result = await runSteps([world.step('a'), world.step('b', ['a'])], given);
  t.deepEqual(result, {made: ['b'], already: ['a']});
  t.deepEqual(states(given.events, 'a'), ['looking', 'already']);
  t.deepEqual(states(given.events, 'b'), ['looking', 'running', 'verifying', 'made']);
});

test('after its work a step is looked at until the world has the thing', async (t) => {
  const world = new World();
  let looks = 0;
  const slow = world.step('a', [], {
    done: () => Promise.resolve({done: ++looks === 4, seen: `look ${looks}`}),
  });
  const given = options();
  await runSteps([slow], given);
  t.is(looks, 4);
  const said = given.events.filter(({state}) => state === 'verifying').map(({text}) => text);
  t.deepEqual(said, [undefined, 'look 2', 'look 3']);
});

test('work that brings nothing about fails on the deadline of the step, with what was seen', async (t) => {
  const world = new World();
  const idle = world.step('a', [], {run: () => Promise.resolve(), deadlineMs: 2000});
  const error = await refusal(t, runSteps([idle], options()));
  t.is(error.code, 'WAIT-TIMED-OUT');
  t.regex(error.message, /^waited 2 s for thing a .*last seen: nothing$/);
});

test('a look that fails before the work counts as not there', async (t) => {
  const world = new World();
  let looks = 0;
  const blind = world.step('a', [], {
    done: () =>
      ++looks === 1 ? Promise.reject(new Error('no server')) : Promise.resolve({done: true, seen: ''}),
  });
  t.deepEqual(await runSteps([blind], options()), {made: ['a'], already: []});
});

test('the first failure lets running steps come to their end, begins no other, and is thrown at last', async (t) => {
  const world = new World();
  const hold = gate();
  const slow = world.step('slow', [], {
    run: async () => {
      await hold.opened;
      world.there.add('slow');
    },
  });
  const failing = world.failing('failing', 'out of paint');
  const steps = [slow, failing, world.step('after-slow', ['slow']), world.step('after-failing', ['failing'])];
  const given = options();
  const emit = (event: StepEvent): void => {
    given.emit(event);
    if (event.state === 'failed') hold.open();
  };
  await t.throwsAsync(runSteps(steps, {...given, emit}), {message: 'out of paint'});
  t.is(states(given.events, 'slow').at(-1), 'made');
  t.deepEqual(states(given.events, 'after-slow'), ['left']);
  t.deepEqual(states(given.events, 'after-failing'), ['left']);
});

test('of several failures the first one is thrown, and each is told', async (t) => {
  const world = new World();
  const hold = gate();
  const late = world.step('late', [], {
    run: async () => {
      await hold.opened;
      throw new Error('second');
    },
  });
  const given = options();
  const emit = (event: StepEvent): void => {
    given.emit(event);
    if (event.state === 'failed') hold.open();
  };
  await t.throwsAsync(runSteps([late, world.failing('early', 'first')], {...given, emit}), {
    message: 'first',
  });
  const failed = given.events.filter(({state}) => state === 'failed');
  t.deepEqual(
    failed.map(({id, text}) => [id, text]),
    [
      ['early', 'first'],
      ['late', 'second'],
    ],
  );
});

test('a lane lets in no more steps than its limit; steps of no lane do not wait', async (t) => {
  const world = new World();
  const lane = {lane: 'narrow'};
  const steps = [world.step('a', [], lane), world.step('b', [], lane), world.step('c')];
  await runSteps(steps, options({lanes: {narrow: 1}}));
  const at = (entry: string): number => world.diary.indexOf(entry);
  t.true(at('begin b') > at('end a'), world.diary.join());
  t.true(at('begin c') < at('end a'), world.diary.join());
});

test('the time that a step took does not count its wait for a lane', async (t) => {
  const world = new World();
  const clock = new FakeClock();
  const slow = (id: string): Partial<Step> => ({
    lane: 'narrow',
    run: async () => {
      clock.pass(1000);
      world.there.add(id);
    },
  });
  const given = options({clock, lanes: {narrow: 1}});
  await runSteps([world.step('a', [], slow('a')), world.step('b', [], slow('b'))], given);
  const second = given.events.find(({id, state}) => id === 'b' && state === 'made');
  t.is(second?.tookMs, 1000);
});

test('a step that fails in a lane keeps the next one of the lane from beginning', async (t) => {
  const world = new World();
  const lane = {lane: 'narrow'};
  const given = options({lanes: {narrow: 1}});
  const steps = [world.failing('a', 'out of paint', lane), world.step('b', [], lane)];
  await t.throwsAsync(runSteps(steps, given), {message: 'out of paint'});
  t.deepEqual(world.diary, ['begin a']);
  t.is(states(given.events, 'b').at(-1), 'left');
});

test('an abort begins nothing more and ends as an interruption', async (t) => {
  const world = new World();
  const interruption = new AbortController();
  const given = options({signal: interruption.signal});
  const stopped = world.step('a', [], {
    run: ({signal}) => {
      interruption.abort();
      throwIfInterrupted(signal);
      return Promise.resolve();
    },
  });
  const running = runSteps([stopped, world.step('b', ['a'])], given);
  await t.throwsAsync(running, {instanceOf: InterruptedError});
  t.deepEqual(states(given.events, 'a').at(-1), 'failed');
  t.deepEqual(states(given.events, 'b'), ['left']);
});

test('with a signal that is aborted from the start nothing is looked at', async (t) => {
  const world = new World();
  const given = options({signal: AbortSignal.abort()});
  await t.throwsAsync(runSteps([world.step('a')], given), {instanceOf: InterruptedError});
  t.deepEqual(states(given.events, 'a'), ['left']);
});

test('an abort ends the wait for a thing that does not come', async (t) => {
  const world = new World();
  const interruption = new AbortController();
  const idle = world.step('a', [], {
    run: () => Promise.resolve(void interruption.abort()),
    deadlineMs: 60_000,
  });
  const error = await refusal(t, runSteps([idle], options({signal: interruption.signal})));
  t.true(error instanceof InterruptedError);
});

test('events carry when they came and how long a step took, and what a step says while it runs', async (t) => {
  const clock = new FakeClock();
  const world = new World();
  const talking = world.step('a', [], {
    run: ({say}) => {
      clock.pass(250);
      say('mixing');
      world.there.add('a');
      return Promise.resolve();
    },
  });
  clock.pass(1000);
  const given = options({clock});
  await runSteps([talking], given);
  const said = given.events.find(({text}) => text !== undefined);
  t.deepEqual(said, {type: 'step', id: 'a', title: 'thing a', state: 'running', atMs: 250, text: 'mixing'});
  t.is(given.events.at(-1)?.tookMs, 250);
});

test('a graph that is not sound is refused before anything is looked at', async (t) => {
  const world = new World();
  const given = options();
  await t.throwsAsync(runSteps([world.step('a', ['none'])], given), {instanceOf: RangeError});
  t.deepEqual(given.events, []);
});

test('an error on purpose comes through as it is', async (t) => {
  const world = new World();
  const purposeful = new EastwestError('no room', {code: 'POOL-NO-ROOM'});
  const step = world.step('a', [], {run: () => Promise.reject(purposeful)});
  t.is(await refusal(t, runSteps([step], options())), purposeful);
});
