import {z} from 'zod';
import {waitFor} from '../../../base/wait-for.js';
import type {Bench} from '../../bench.js';
import {DEADLINES} from '../../deadlines.js';
import type {AccessEntry, Measured} from '../../measured.js';
import {strict} from '../../strict.js';
import {call as callProbe} from '../call/call.js';
import {callCommands} from '../call/commands.js';
import {accessEntryOf} from '../logs/access-log.js';
import {logCommand, logKeys, readLogs, type LogPlace} from '../logs/read-logs.js';
import type {Probe} from '../probe.js';

const schema = strict({
  call: callProbe.schema.describe('Made once for each look.'),
  at: z
    .array(strict(logKeys))
    .min(1)
    .describe('Whose access logs are read, the first proxy on the way first.'),
}).meta({
  description:
    "One request's way through the proxies. The first of them writes down the call's path, which is marked, and with it the id that Envoy gives every request and that each program must hand on; the others are asked for it.",
  examples: [
    {
      call: {
        from: 'mypc',
        gateway: 'west',
        host: 'webapp.istioinaction.io',
        path: '/api/catalog',
        count: 1,
        by: 'status',
      },
      at: [
        {cluster: 'west', deployment: 'istio-ingressgateway', namespace: 'istio-system'},
        {cluster: 'west', deployment: 'webapp'},
        {cluster: 'east', deployment: 'catalog'},
      ],
    },
  ],
});

const BY_HAND_SECONDS = 60;

/**
 * One request's way through the proxies. The first of them writes down the call's path, which is marked, and
 * with it the id that Envoy gives every request and that each program must hand on; the others are asked for it.
 */
export const trail: Probe<z.infer<typeof schema>> = {
  schema,
  gives: 'trail',
  title: ({call, at}) => `${callProbe.title(call)}, in the logs of ${at.map(placeText).join(', ')}`,
  commands: ({call, at}, plan) => [
    ...callCommands(call, plan),
    ...at.map((place) => `${logCommand(place, BY_HAND_SECONDS, plan)} | tail -n 1`),
  ],
  measure: async ({call, at}, bench) => {
    const fromMs = bench.clock.date().getTime();
    const mark = `eastwest=${fromMs}`;
    const {url, path = '/'} = call;
    const marked = url === undefined ? {path: `${path}?${mark}`} : {url: `${url}?${mark}`};
    await callProbe.measure({...call, ...marked}, bench);
    let found = await lookUp(mark, at, fromMs, bench);
    const look = async () => {
      found = await lookUp(mark, at, fromMs, bench);
      const told = new Set(found.entries.map((entry) => entry.at));
      return {done: told.size === at.length, seen: `${told.size} of ${at.length} proxies have written it`};
    };
    const {signal, clock} = bench;
    // Proxies write their logs about once a second. Whoever has not written by then will not.
    await waitFor('the access logs', look, {deadlineMs: DEADLINES.accessLogMs, signal, clock}).catch(
      (error: unknown) => {
        if (signal.aborted) throw error;
      },
    );
    return found;
  },
};

async function lookUp(
  mark: string,
  at: readonly LogPlace[],
  fromMs: number,
  bench: Bench,
): Promise<Extract<Measured, {kind: 'trail'}>> {
  const [first = [], ...others] = await Promise.all(at.map((place) => entriesOf(place, fromMs, bench)));
  const marked = first.filter(({path}) => path.includes(mark));
  const requestId = marked[0]?.requestId ?? '';
  const followed = others.flat().filter((entry) => requestId !== '' && entry.requestId === requestId);
  return {kind: 'trail', requestId, entries: [...marked, ...followed].map(withoutMark)};
}

async function entriesOf(place: LogPlace, fromMs: number, bench: Bench): Promise<readonly AccessEntry[]> {
  const lines = await readLogs(place, fromMs, bench);
  return lines.flatMap(({text}) => accessEntryOf(placeText(place), text) ?? []);
}

function placeText({cluster, deployment}: LogPlace): string {
  return `${cluster}/${deployment}`;
}

function withoutMark(entry: AccessEntry): AccessEntry {
  return {...entry, path: entry.path.replace(/\?eastwest=\d+$/, '')};
}
