import {z} from 'zod';
import {shellLine} from '../../commands.js';
import {DURATION, durationMs} from '../../duration.js';
import {strict} from '../../strict.js';
import type {Action} from '../action.js';

const schema = strict({
  for: z.string().regex(DURATION, 'expected a duration such as 5s').describe('How long.'),
}).meta({
  description:
    'Lets time go by where nothing can be looked at; the reason is the explain of the step. Where something can be looked at, a probe with `within` is better.',
  examples: [{for: '5s'}],
});

/** Lets time go by. There is nothing to take back. */
export const wait: Action<z.infer<typeof schema>> = {
  schema,
  title: (value) => `wait ${value.for}`,
  commands: (value) => [shellLine('sleep', String(durationMs(value.for) / 1000))],
  undo: () => Promise.resolve([]),
  run: async (value, {clock, signal}) => {
    await clock.sleep(durationMs(value.for), signal);
    return `${value.for} went by`;
  },
  check: (value, {clock}, since) => {
    const goneMs = clock.date().getTime() - since.getTime();
    const done = goneMs >= durationMs(value.for);
    return Promise.resolve({
      done,
      seen: done
        ? `${value.for} went by`
        : `${Math.floor(goneMs / 1000)} s of ${value.for} have gone by since you came to this step`,
    });
  },
};
