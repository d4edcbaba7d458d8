import {z} from 'zod';
import {EastwestError} from '../../../base/errors.js';
import type {Bench} from '../../bench.js';
import {DEADLINES} from '../../deadlines.js';
import {isMapping, strict} from '../../strict.js';
import {resolved} from '../../variables.js';
import type {Probe} from '../probe.js';
import {runAt, source, sourceText} from '../source.js';
import {callCommands} from './commands.js';
import {ANSWER_KINDS, answerOf} from './answers.js';
import {readRecord} from './record.js';

const text = z.string().min(1);

const schema = strict({
  from: source,
  gateway: text
    .optional()
    .describe('By way of the ingress gateway of this cluster, with `host`; or else `url`.'),
  host: text.optional().describe('What stands in the Host header; goes with `gateway`.'),
  path: z.string().startsWith('/').optional().describe('The path, with `gateway`; `/` unless given.'),
  url: z.string().startsWith('http://').optional().describe('To this address; or else `gateway`.'),
  headers: z.record(text, z.string()).optional().describe('More headers.'),
  count: z.int().min(1).max(10_000).describe('The sample size.'),
  intervalMs: z
    .int()
    .min(1)
    .optional()
    .describe(
      'Pause after each answer, in milliseconds; without it, and without a rate, the next call follows at once.',
    ),
  rate: z
    .number()
    .positive()
    .max(1000)
    .optional()
    .describe('Calls per second, begun whether answers come or not.'),
  keepAlive: z.boolean().optional().describe('One connection for all calls; false unless given.'),
  timeoutMs: z.int().min(1).optional().describe('For one call, in milliseconds; 5000 unless given.'),
  by: z
    .enum(ANSWER_KINDS)
    .optional()
    .describe(
      "What is counted of each call: the reply's `body` (unless given), its `status`, or the workload that it was `servedBy`.",
    ),
})
  .refine(({gateway, url}) => (gateway === undefined) !== (url === undefined), {
    message: 'wants one of gateway, url',
    when: isMapping,
  })
  .refine(({gateway, host}) => (gateway === undefined) === (host === undefined), {
    message: 'gateway and host go together',
    when: isMapping,
  })
  .refine(({rate, intervalMs}) => rate === undefined || intervalMs === undefined, {
    message: 'wants at most one of rate, intervalMs',
    when: isMapping,
  })
  .meta({
    description:
      'Calls over HTTP: from the client outside the clusters, or from a pod and so through its sidecar. Every call counts, also one that gets no answer.',
    examples: [
      {from: 'mypc', gateway: 'west', host: 'simple-backend.istioinaction.io', count: 20, by: 'body'},
    ],
  });

export type CallValue = z.infer<typeof schema>;

/** Calls over HTTP, from the client outside the clusters or from a pod through its sidecar. */
export const call: Probe<CallValue> = {
  schema,
  gives: 'calls',
  title: ({from, gateway, host, path = '', url, count}) => {
    const where = gateway === undefined ? url : `${host}${path} by way of ${gateway}`;
    return `${count} ${count === 1 ? 'call' : 'calls'} from ${sourceText(from)} to ${where}`;
  },
  commands: callCommands,
  measure: async (value, bench) => {
    const job = JSON.stringify(await jobOf(value, bench));
    const {exitCode, stdout, stderr} = await runAt(
      value.from,
      ['node', '/app/calls.js', job],
      limitMs(value),
      bench,
    );
    const calls = stdout
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => readRecord(line).call);
    if (exitCode !== 0 || calls.length !== value.count) {
      throw new EastwestError(`the caller in ${sourceText(value.from)} ended with code ${exitCode}`, {
        code: 'CALLER-FAILED',
        details: stderr.trim().split('\n'),
      });
    }
    return {kind: 'calls', calls, answers: calls.map((one) => answerOf(one, value.by ?? 'body'))};
  },
};

/** What the lab's caller is to do. */
export async function jobOf(
  {gateway, host, path = '/', url, headers, ...rest}: CallValue,
  bench: Bench,
): Promise<object> {
  const {count, intervalMs, rate, keepAlive, timeoutMs = DEADLINES.callMs} = rest;
  const common = {count, intervalMs, rate, keepAlive, timeoutMs};
  if (gateway === undefined) return {...common, url, headers};
  const address = await resolved(`\${${gateway}.ingress}`, bench);
  return {...common, url: `http://${address}${path}`, headers: {...headers, Host: host}};
}

function limitMs({count, intervalMs = 0, rate, timeoutMs = DEADLINES.callMs}: CallValue): number {
  const callsMs = rate === undefined ? count * (timeoutMs + intervalMs) : (count / rate) * 1000 + timeoutMs;
  return DEADLINES.callerStartMs + callsMs;
}
