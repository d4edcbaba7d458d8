import {randomBytes} from 'node:crypto';
import {z} from 'zod';
import {waitFor} from '../../../base/wait-for.js';
import {DEADLINES} from '../../deadlines.js';
import type {Span} from '../../measured.js';
import {strict} from '../../strict.js';
import {call as callProbe} from '../call/call.js';
import {callCommands} from '../call/commands.js';
import type {Probe} from '../probe.js';
import {jaegerUrl, spansOf} from './jaeger.js';

const schema = strict({
  call: callProbe.schema.describe('Made once for each look.'),
  clusters: z.array(z.string().min(1)).min(1).describe('Whose Jaegers are asked for the trace.'),
}).meta({
  description:
    "One request's trace. The caller names it and asks for it in B3 headers, as Istio of itself takes one request of a hundred; every cluster's Jaeger, which knows the proxies of its own cluster alone, is then asked for the trace of that id.",
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
      clusters: ['west', 'east'],
    },
  ],
});

/** The id of the trace that one asks for by hand; any 32 hexadecimal digits will do. */
const BY_HAND = '80f198ee56343ba864fe8b2a57d3eff7';

/** One request's trace, put together from the Jaegers of several clusters. */
export const trace: Probe<z.infer<typeof schema>> = {
  schema,
  gives: 'trace',
  title: ({call, clusters}) => `${callProbe.title(call)}, in Jaeger of ${clusters.join(' and ')}`,
  commands: ({call, clusters}, plan) => [
    ...callCommands({...call, headers: {...call.headers, ...traceHeaders(BY_HAND)}}, plan),
    ...clusters.map(
      (cluster) =>
        `curl -s ${jaegerUrl(cluster, {plan})}/api/traces/${BY_HAND} | jq -r '.data[].processes[].serviceName'`,
    ),
  ],
  measure: async ({call, clusters}, bench) => {
    const {signal, clock} = bench;
    const traceId = randomBytes(16).toString('hex');
    await callProbe.measure({...call, headers: {...call.headers, ...traceHeaders(traceId)}}, bench);
    let spans: readonly Span[] = [];
    let changedMs = clock.nowMs();
    let answered = false;
    const look = async () => {
      const found = await Promise.all(clusters.map((cluster) => spansOf(traceId, cluster, bench)));
      answered = true;
      const all = found.flat();
      if (all.length !== spans.length) changedMs = clock.nowMs();
      spans = all;
      const told = new Set(spans.map(({cluster}) => cluster));
      const quiet = clock.nowMs() - changedMs >= DEADLINES.spansQuietMs;
      return {
        done: told.size === clusters.length && quiet,
        seen: `${spans.length} spans in ${told.size} of ${clusters.length} clusters`,
      };
    };
    // Who has sent nothing by then will not, and to judge that is for the expectations; a Jaeger that does not answer is no trace.
    const options = {deadlineMs: DEADLINES.traceMs, signal, clock, intervalsMs: [500]};
    await waitFor('the spans', look, options).catch((error: unknown) => {
      if (signal.aborted || !answered) throw error;
    });
    return {kind: 'trace', traceId, spans};
  },
};

/** What makes every proxy on the way report a span of the trace `id`, 32 hexadecimal digits (B3 propagation). */
function traceHeaders(id: string): Readonly<Record<string, string>> {
  return {'x-b3-traceid': id, 'x-b3-spanid': id.slice(16), 'x-b3-sampled': '1'};
}
