import {z} from 'zod';
import {SHARE, shareHolds} from '../../compare.js';
import type {Expectation} from '../expectation.js';
import {isGood} from '../good.js';

const schema = z
  .string()
  .regex(SHARE, 'expected a share such as ">= 0.99", or a count such as ">= 199 of 200"')
  .meta({
    description: 'What part of all calls got a good answer: a status below 400, to its last byte.',
    examples: ['>= 0.99'],
  });

/** What part of all calls got a good answer: a status below 400, to its last byte. */
export const successRate: Expectation<'calls', string> = {
  schema,
  judges: ['calls'],
  judge: (wanted, {calls}) => {
    const good = calls.filter(isGood).length;
    const percent = calls.length === 0 ? 0 : Math.floor((good / calls.length) * 1000) / 10;
    return {
      ok: shareHolds(wanted, good, calls.length),
      evidence: `${good} of ${calls.length} good answers (${percent} %)`,
      wanted: `${wanted} good answers`,
    };
  },
};
