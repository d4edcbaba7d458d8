import test from 'ava';
import {InterruptedError} from '../../../src/base/errors.js';
import {HopelessError, lookOnce, waitFor, type WaitOptions} from '../../../src/base/wait-for.js';
import {FakeClock} from '../../fakes/clock.js';
import {refusal} from '../../helpers/error.js';

function options(more: Partial<WaitOptions> = {}): WaitOptions & {clock: FakeClock} {
  const clock = new FakeClock();
  return {deadlineMs: 3000, signal: new AbortController().signal, ...more, clock};
}

test('what is there at the first look costs no sleep', async (t) => {
  const given = options();
  const found = await waitFor('a thing', async () => ({done: true, seen: 'there'}), given);
  t.deepEqual(found, {done: true, seen: 'there'});
  t.deepEqual(given.clock.slept, []);
});

test('it looks until the thing is there, with the pauses that it was given; the last one repeats', async (t) => {
  const given = options({intervalsMs: [10, 20], deadlineMs: 60_000});
  let looks = 0;
  await waitFor('a thing', async () => ({done: ++looks === 5, seen: String(looks)}), given);
  t.deepEqual(given.clock.slept, [10, 20, 20, 20]);
});

test('on the deadline it says what it waited for, how long, how often, and what it saw last', async (t) => {
  const given = options({intervalsMs: [1000], hint: 'turn it on'});
  let looks = 0;
  const error = await refusal(
    t,
    waitFor('the lamp', async () => ({done: false, seen: `dark ${++looks}`}), given),
  );
  t.is(error.message, 'waited 3 s for the lamp (4 looks); last seen: dark 4');
  t.is(error.code, 'WAIT-TIMED-OUT');
  t.is(error.hint, 'turn it on');
});

test('the last pause ends on the deadline, and one more look is taken there', async (t) => {
  const given = options({intervalsMs: [2000], deadlineMs: 2500});
  let looks = 0;
  const found = await waitFor(
    'a thing',
    async () => ({done: given.clock.nowMs() >= 2500, seen: String(++looks)}),
    given,
  );
  t.true(found.done);
  t.deepEqual(given.clock.slept, [2000, 500]);
});

test('an error of a look counts as not yet, and its message is what was seen last', async (t) => {
  const given = options({intervalsMs: [1500]});
  const error = await refusal(
    t,
    waitFor('the server', () => Promise.reject(new Error('connection refused')), given),
  );
  t.is(error.message, 'waited 3 s for the server (3 looks); last seen: connection refused');
});

test('what cannot heal ends the wait at the first look', async (t) => {
  const given = options();
  const hopeless = new HopelessError('it belongs to someone else', {code: 'FOREIGN'});
  const error = await refusal(
    t,
    waitFor('it', () => Promise.reject(hopeless), given),
  );
  t.is(error, hopeless);
  t.deepEqual(given.clock.slept, []);
});

test('an aborted signal ends the wait before another look', async (t) => {
  const interruption = new AbortController();
  const given = options({signal: interruption.signal});
  let looks = 0;
  const error = await refusal(
    t,
    waitFor(
      'a thing',
      async () => {
        if (++looks === 2) interruption.abort();
        return {done: false, seen: ''};
      },
      given,
    ),
  );
  t.true(error instanceof InterruptedError);
  t.is(error.message, 'interrupted while waiting for a thing');
  t.is(error.exitCode, 130);
  t.is(looks, 2);
});

test('it tells what was seen only when that has changed', async (t) => {
  const seen: string[] = [];
  const given = options({deadlineMs: 60_000, onSeen: (text) => seen.push(text)});
  const sights = ['one', 'one', 'two', 'two', 'three'];
  await waitFor(
    'a thing',
    async () => {
      const sight = sights.shift();
      return {done: sight === undefined, seen: sight ?? 'there'};
    },
    given,
  );
  t.deepEqual(seen, ['one', 'two', 'three']);
});

test('one look does not swallow an interruption', async (t) => {
  const {signal} = new AbortController();
  await t.throwsAsync(
    lookOnce(() => Promise.reject(new InterruptedError()), signal),
    {instanceOf: InterruptedError},
  );
  t.deepEqual(await lookOnce(() => Promise.reject(new Error('no')), signal), {done: false, seen: 'no'});
});
