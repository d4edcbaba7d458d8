import {z} from 'zod';
import {EastwestError} from '../../../base/errors.js';
import {waitFor, type Look} from '../../../base/wait-for.js';
import {ISTIO_SYSTEM, type Plan} from '../../../plan/plan.js';
import type {Bench} from '../../bench.js';
import {shellLine} from '../../commands.js';
import {DEADLINES} from '../../deadlines.js';
import {call as callProbe, jobOf} from '../../probes/call/call.js';
import {beginCalls, callsPath, endCalls, readCalls, START} from '../../started-calls.js';
import {isMapping, strict} from '../../strict.js';
import type {Action} from '../action.js';

const schema = strict({
  name: z
    .string()
    .regex(/^[a-z0-9-]+$/, 'expected small letters, digits and hyphens')
    .describe('What `startedCalls` knows them by.'),
  call: callProbe.schema.describe('Which calls; `count` is how many there are if nobody ends them.'),
})
  .refine(({call}) => typeof call.from === 'string', {
    message: "call.from: only the lab's client goes on calling",
    when: isMapping,
  })
  .refine(({call}) => call.rate !== undefined, {
    message: 'call wants a rate: calls must not wait for answers',
    when: isMapping,
  })
  .meta({
    description:
      'Begins calls at a rate from the client outside the clusters, which go on during the steps that follow; `startedCalls` measures them. Taken back, they end.',
    examples: [
      {
        name: 'callers',
        call: {from: 'mypc', gateway: 'west', host: 'simple-backend.istioinaction.io', count: 3000, rate: 20},
      },
    ],
  });

type StartCalls = z.infer<typeof schema>;

/** Begins calls that go on during the steps that follow. */
export const startCalls: Action<StartCalls> = {
  schema,
  title: ({name, call: {gateway, host, path = '', url, rate}}) =>
    `begin the calls ${name}: ${rate} a second to ${gateway === undefined ? url : `${host}${path} by way of ${gateway}`}`,
  commands: callerLines,
  undo: ({name, call: {gateway}}, {plan}) => {
    const cluster = gateway ?? plan.clusters[0]?.name ?? '';
    return Promise.resolve([{cluster, endCalls: name}]);
  },
  run: async ({name, call}, bench) => {
    await endCalls(name, bench);
    await beginCalls(name, await jobOf(call, bench), bench);
    const {seen} = await waitFor(`the first call of ${name} to end`, () => lookCalls(name, bench), {
      deadlineMs: DEADLINES.callerStartMs + (call.timeoutMs ?? DEADLINES.callMs),
      signal: bench.signal,
      clock: bench.clock,
      onSeen: bench.say,
    });
    return seen;
  },
  check: ({name}, bench) => lookCalls(name, bench),
};

async function lookCalls(name: string, bench: Bench): Promise<Look> {
  const {lines, alive} = await readCalls(name, bench);
  if (lines.length > 0 && alive) return {done: true, seen: `${name}: calls under way`};
  return {done: false, seen: `${name}: ${alive ? 'no call is over yet' : 'nobody calls'}`};
}

/** The shell fills the gateway's address in. */
function callerLines({name, call}: StartCalls, plan: Plan): readonly string[] {
  const {gateway, host, path = '/', headers, count, rate, keepAlive, timeoutMs = DEADLINES.callMs} = call;
  const url = gateway === undefined ? call.url : `http://EXT_IP${path}`;
  const all = gateway === undefined ? headers : {...headers, Host: host};
  const job = JSON.stringify({count, rate, keepAlive, timeoutMs, url, headers: all});
  if (job.includes("'")) throw new EastwestError(`${name}: a quote in a call`, {code: 'BAD-SCENARIO'});
  const words = shellLine('docker', 'exec', plan.client.name, 'sh', '-c', START, 'sh', 'calls');
  const address =
    gateway === undefined
      ? []
      : [
          `EXT_IP=$(k${gateway} get svc -n ${ISTIO_SYSTEM} istio-ingressgateway -o jsonpath='{.status.loadBalancer.ingress[0].ip}')`,
        ];
  return [...address, `${words} '${job.replace('EXT_IP', `'$EXT_IP'`)}' ${callsPath(name)}`];
}
