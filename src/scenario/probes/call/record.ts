import {z} from 'zod';
import {EastwestError} from '../../../base/errors.js';
import type {Call} from '../../measured.js';
import {jsonOf} from './answers.js';

const record = z.object({
  n: z.number().default(0),
  at: z.number(),
  reused: z.boolean(),
  status: z.number(),
  ms: z.number(),
  body: z.string(),
  headers: z.record(z.string(), z.string()),
  error: z.string().optional(),
});

/** A line of the lab's caller: the call, and its number in the order of issue. */
export function readRecord(line: string): {readonly n: number; readonly call: Call} {
  const {success, data} = record.safeParse(jsonOf(line));
  if (!success)
    throw new EastwestError(`the caller printed what is no call: ${line.slice(0, 200)}`, {
      code: 'CALLER-FAILED',
    });
  const {n, ...call} = data;
  return {n, call};
}
