import {z} from 'zod';
import {EastwestError} from '../../../base/errors.js';
import {waitFor, type Look} from '../../../base/wait-for.js';
import {DEADLINES} from '../../deadlines.js';
import type {Call} from '../../measured.js';
import {callsPath, readCalls} from '../../started-calls.js';
import {strict} from '../../strict.js';
import {ANSWER_KINDS, answerOf} from '../call/answers.js';
import {readRecord} from '../call/record.js';
import type {Probe} from '../probe.js';

const schema = strict({
  name: z.string().min(1).describe('Those that `startCalls` began under this name.'),
  by: z
    .enum(ANSWER_KINDS)
    .optional()
    .describe('What is counted of each call, as in `call`: `body` unless given.'),
}).meta({
  description:
    'Calls that `startCalls` began: all that were issued before this step, each to its end. The calls go on.',
  examples: [{name: 'callers', by: 'body'}],
});

type Record = ReturnType<typeof readRecord>;

/** Calls that `startCalls` began: all that were issued before this step, each to its end. */
export const startedCalls: Probe<z.infer<typeof schema>> = {
  schema,
  gives: 'calls',
  title: ({name}) => `the calls ${name}, until now`,
  commands: ({name}, {client}) => [
    `docker exec ${client.name} cat ${callsPath(name)}.jsonl | jq -r '.error // .status' | sort | uniq -c`,
  ],
  measure: async ({name, by = 'body'}, bench) => {
    const untilMs = bench.clock.date().getTime();
    let calls: readonly Call[] = [];
    const look = async (): Promise<Look> => {
      const {lines, alive} = await readCalls(name, bench);
      const before = issuedBefore(untilMs, lines.map(readRecord));
      calls = before ?? [];
      // Calls that were over before what was to be seen say nothing of it.
      if (before === undefined && !alive) return {done: true, seen: 'nobody calls any more'};
      return {done: before !== undefined, seen: `${lines.length} calls are over`};
    };
    await waitFor(`the calls ${name} that are under way to end`, look, {
      deadlineMs: DEADLINES.startedCallsMs,
      signal: bench.signal,
      clock: bench.clock,
    });
    if (calls.length === 0)
      throw new EastwestError(`the calls ${name} were over before this step, or had never begun`, {
        code: 'CALLS-OVER',
        hint: 'a larger count in startCalls lets them last longer',
      });
    return {kind: 'calls', calls, answers: calls.map((one) => answerOf(one, by))};
  },
};

/**
 * Calls are numbered as they are issued and told as they end: once a later one is known, those before it are
 * whole when no number is missing.
 */
function issuedBefore(untilMs: number, records: readonly Record[]): readonly Call[] | undefined {
  const numbers = records.filter(({call}) => call.at > untilMs).map(({n}) => n);
  const next = Math.min(...numbers);
  const before = records.filter(({n}) => n < next);
  if (numbers.length === 0 || before.length < next - 1) return undefined;
  return [...before].sort((one, other) => one.n - other.n).map(({call}) => call);
}
