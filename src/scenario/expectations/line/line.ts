import {z} from 'zod';
import {COUNT, countHolds} from '../../compare.js';
import {shortened} from '../../probes/call/answers.js';
import {strict} from '../../strict.js';
import type {Expectation} from '../expectation.js';

const schema = strict({
  contains: z
    .union([z.string().min(1), z.array(z.string().min(1)).min(1)])
    .describe('All of these stand in the line.'),
  count: z
    .union([z.int().min(0), z.string().regex(COUNT, 'expected a number such as 2, or ">= 1"')])
    .optional()
    .describe('How many lines are like this; `>= 1` unless given.'),
}).meta({description: 'The log has such a line.', examples: [{contains: '/items'}]});

/** The log has such a line. */
export const line: Expectation<'logs', z.infer<typeof schema>> = {
  schema,
  judges: ['logs'],
  judge: ({contains, count = '>= 1'}, {lines}) => {
    const parts = typeof contains === 'string' ? [contains] : contains;
    const found = lines.filter(({text}) => parts.every((part) => text.includes(part)));
    const words = parts.map((part) => JSON.stringify(part)).join(' and ');
    const last = found.at(-1) ?? lines.at(-1);
    return {
      ok: countHolds(count, found.length),
      evidence: `${found.length} of ${lines.length} lines with ${words}${last === undefined ? '' : `; the last: ${shortened(last.text)}`}`,
      wanted: `${count} with ${words}`,
    };
  },
};
