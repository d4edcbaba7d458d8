import {z} from 'zod';
import {COUNT, countHolds} from '../../compare.js';
import {strict} from '../../strict.js';
import type {Expectation} from '../expectation.js';

const schema = strict({
  path: z.string().startsWith('/').optional().describe('The path of the request.'),
  forwardedFor: z
    .literal('caller')
    .optional()
    .describe('`caller`: X-Forwarded-For begins with the address of the client that made the calls.'),
  count: z
    .union([z.int().min(0), z.string().regex(COUNT, 'expected a number such as 2, or ">= 1"')])
    .optional()
    .describe('How many such requests could be read; `>= 1` unless given.'),
}).meta({description: 'HTTP requests that anybody at this place can read.', examples: [{count: 0}]});

/** HTTP requests that anybody at this place can read. */
export const plaintext: Expectation<'packets', z.infer<typeof schema>> = {
  schema,
  judges: ['packets'],
  judge: ({path, forwardedFor, count = '>= 1'}, {connections, caller}) => {
    const all = connections.flatMap(({requests}) => requests);
    const found = all.filter(
      (request) =>
        (path === undefined || request.path === path) &&
        (forwardedFor === undefined || request.forwardedFor.split(',')[0]?.trim() === caller),
    );
    const [one = all[0]] = found;
    const shown =
      one === undefined
        ? ''
        : `; ${one.method} ${one.path}, X-Forwarded-For ${one.forwardedFor || 'not there'}`;
    const words = [path ?? '', forwardedFor === undefined ? '' : `X-Forwarded-For ${caller}`]
      .filter((word) => word !== '')
      .join(', ');
    return {
      ok: countHolds(count, found.length),
      evidence: `${found.length} of ${all.length} readable requests are such${shown}`,
      wanted: `${count} readable requests${words === '' ? '' : ` with ${words}`}`,
    };
  },
};
