import test from 'ava';
import {InterruptedError} from '../../../src/base/errors.js';
import {lastingAilments} from '../../../src/upgrade/ailments.js';
import {FakeClock} from '../../fakes/clock.js';

const wait = () => ({clock: new FakeClock(), signal: new AbortController().signal});

test('what passes by itself does not ail a lab after a hop', async (t) => {
  let looks = 0;
  const ailments = () => Promise.resolve(++looks < 3 ? ['a proxy is behind'] : []);
  t.deepEqual(await lastingAilments({ailments}, wait()), []);
  t.is(looks, 3);
});

test('what lasts is told, and so is that nobody could look', async (t) => {
  t.deepEqual(await lastingAilments({ailments: () => Promise.resolve(['west is down'])}, wait()), [
    'west is down',
  ]);
  const [told = ''] = await lastingAilments({ailments: () => Promise.reject(new Error('refused'))}, wait());
  t.regex(told, /^waited 60 s for the lab to be healthy .*refused$/);
});

test('a hop that is interrupted does not wait for it', async (t) => {
  const end = new AbortController();
  const ailments = () => {
    end.abort();
    return Promise.resolve(['west is down']);
  };
  await t.throwsAsync(lastingAilments({ailments}, {clock: new FakeClock(), signal: end.signal}), {
    instanceOf: InterruptedError,
  });
});
