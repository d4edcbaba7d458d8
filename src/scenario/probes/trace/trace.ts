import {z} from 'zod';
import {waitFor} from '../../../base/wait-for.js';
import {shellWord} from '../../commands.js';
import {DEADLINES} from '../../deadlines.js';
import type {Span} from '../../measured.js';
import {strict} from '../../strict.js';
import {call as callProbe} from '../call/call.js';
import {callCommands} from '../call/commands.js';
import type {Probe} from '../probe.js';
import {jaegerUrl, spansAt} from './jaeger.js';

const schema = strict({
  call: callProbe.schema.describe('Made once for each look.'),
  service: z
    .string()
    .min(1)
    .describe(
      'Who is called, by its name in Jaeger, e.g. `istio-ingressgateway.istio-system`: its span has the URL of the call.',
    ),
  clusters: z
    .array(z.string().min(1))
    .min(1)
    .describe('Whose Jaegers are asked for the trace; that of the first one knows who was called.'),
}).meta({
  description:
    "One request's trace. The call's URL is marked, and the span that has it names the trace; every cluster's Jaeger, which knows the proxies of its own cluster alone, is then asked for the trace of that id.",
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
      service: 'istio-ingressgateway.istio-system',
      clusters: ['west', 'east'],
    },
  ],
});

/** A call by hand may come after many others; the newest of so many traces is the one. */
const BY_HAND_LIMIT = 500;

/** One request's trace, put together from the Jaegers of several clusters. */
export const trace: Probe<z.infer<typeof schema>> = {
  schema,
  gives: 'trace',
  title: ({call, clusters}) => `${callProbe.title(call)}, in Jaeger of ${clusters.join(' and ')}`,
  commands: ({call, service, clusters}, plan) => {
    const [first = '', ...others] = clusters.map((cluster) => jaegerUrl(cluster, {plan}));
    const newest = shellWord('.data | max_by(.spans[0].startTime) | .traceID');
    const services = shellWord('.data[].processes[].serviceName');
    return [
      ...callCommands(call, plan),
      `TRACE=$(curl -s '${first}/api/traces?service=${service}&limit=${BY_HAND_LIMIT}' | jq -r ${newest})`,
      ...[first, ...others].map((url) => `curl -s ${url}/api/traces/$TRACE | jq -r ${services}`),
    ];
  },
  measure: async ({call, service, clusters}, bench) => {
    const {signal, clock} = bench;
    const [first = ''] = clusters;
    const fromMs = clock.date().getTime();
    const mark = `eastwest=${fromMs}`;
    const {url, path = '/'} = call;
    const marked = url === undefined ? {path: `${path}?${mark}`} : {url: `${url}?${mark}`};
    await callProbe.measure({...call, ...marked}, bench);
    const search = `traces?service=${service}&start=${fromMs * 1000}&limit=${BY_HAND_LIMIT}`;
    let traceId = '';
    let spans: readonly Span[] = [];
    let changedMs = clock.nowMs();
    let answered = false;
    const look = async () => {
      if (traceId === '') {
        const found = await spansAt(first, search, bench);
        traceId = found.find((span) => span.url.includes(mark))?.traceId ?? '';
      }
      const id = traceId;
      const found =
        id === ''
          ? []
          : await Promise.all(clusters.map((cluster) => spansAt(cluster, `traces/${id}`, bench)));
      answered = true;
      const all = found.flat().map(withoutTrace);
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

function withoutTrace({cluster, service, operation, status, upstreamCluster}: Span): Span {
  return {cluster, service, operation, status, upstreamCluster};
}
