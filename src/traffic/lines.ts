import {z} from 'zod';
import {EastwestError} from '../base/errors.js';
import {jsonOf, proxyReason} from '../scenario/probes/call/answers.js';

const call = z.object({
  n: z.number(),
  flow: z.string(),
  at: z.number(),
  ms: z.number(),
  late: z.number(),
  status: z.number(),
  error: z.string().optional(),
  body: z.string().optional(),
});

/** One call of the traffic, as the caller prints it: `at` since 1970, `ms` to its end, `late` after its moment, all in ms. */
export type TrafficCall = z.infer<typeof call>;

/** A moment from which on the time has a name, in milliseconds since 1970 by the caller's clock. */
export interface Mark {
  readonly at: number;
  readonly phase: string;
}

/** A line of the caller. */
export function readCall(line: string): TrafficCall {
  const {success, data} = call.safeParse(jsonOf(line));
  if (success) return data;
  throw new EastwestError(`the caller printed what is no call: ${line.slice(0, 200)}`, {
    code: 'CALLER-FAILED',
  });
}

/** A line of the file of marks: `MS PHASE`. */
export function readMark(line: string): Mark {
  const [, at = '', phase = ''] = /^(\d+) (.+)$/.exec(line) ?? [];
  if (phase === '') throw new EastwestError(`no mark of a phase: ${line}`, {code: 'CALLER-FAILED'});
  return {at: Number(at), phase};
}

/** What became of a call that failed, in few words: `TIMEOUT`, `ECONNRESET after status 200`, `status 503 (connection termination)`. */
export function kindOf({status, error, body = ''}: TrafficCall): string {
  if (error === undefined) return `status ${status}${proxyReason(body)}`;
  const code = error.split(':', 1)[0] ?? error;
  return status === 0 ? code : `${code} after status ${status}`;
}
