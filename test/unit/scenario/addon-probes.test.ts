import test from 'ava';
import type {Docker} from '../../../src/drivers/docker/docker.js';
import type {Http, HttpAnswer} from '../../../src/drivers/http/http.js';
import type {Bench} from '../../../src/scenario/bench.js';
import {promql} from '../../../src/scenario/probes/promql/promql.js';
import {trace} from '../../../src/scenario/probes/trace/trace.js';
import {untouchable} from '../../fakes/drivers.js';
import {fakeWorld} from '../../fakes/world.js';
import {chapterPlan, SUPPLIED} from '../../helpers/chapter.js';

const SERVICE = 'istio-ingressgateway.istio-system';
const CALL = {from: 'mypc', url: 'http://192.0.2.1/items', count: 1};
const VALUE = {call: CALL, clusters: ['west', 'east']};

/** A world in which every call is answered, and which tells what was asked of whom by HTTP. */
function bench(answer: (url: URL) => [number, unknown], asked: URL[] = [], calls: unknown[] = []): Bench {
  const exec: Docker['exec'] = (_name, [, , job = '']) => {
    calls.push(JSON.parse(job));
    const line = JSON.stringify({at: 1, reused: false, status: 200, ms: 1, body: '', headers: {}});
    return Promise.resolve({exitCode: 0, stdout: `${line}\n`, stderr: ''});
  };
  const get: Http['get'] = (text) => {
    const url = new URL(text);
    asked.push(url);
    const [status, body] = answer(url);
    const said: HttpAnswer = {status, ms: 1, at: 1, headers: {}, body: JSON.stringify(body)};
    return Promise.resolve(said);
  };
  return {
    ...fakeWorld([], {exec}),
    http: untouchable<Http>('http', {get}),
    signal: new AbortController().signal,
    say: () => undefined,
  };
}

const traceOf = (serviceName: string): object => ({
  spans: [
    {
      operationName: 'op',
      processID: 'p1',
      tags: [
        {key: 'http.status_code', type: 'string', value: '200'},
        {key: 'upstream_cluster', type: 'string', value: 'c'},
      ],
    },
  ],
  processes: {p1: {serviceName}},
});

test('a call names its trace, and every cluster is asked for it by that id', async (t) => {
  const asked: URL[] = [];
  const calls: {headers: Record<string, string>}[] = [];
  const world = bench(
    ({port}) => [200, {data: [traceOf(port === '30004' ? SERVICE : 'catalog')]}],
    asked,
    calls,
  );
  const found = await trace.measure(VALUE, world);
  const span = {operation: 'op', status: '200', upstreamCluster: 'c'};
  const id = calls[0]?.headers['x-b3-traceid'] ?? '';
  t.regex(id, /^[0-9a-f]{32}$/);
  t.is(calls[0]?.headers['x-b3-sampled'], '1');
  t.deepEqual(found, {
    kind: 'trace',
    traceId: id,
    spans: [
      {cluster: 'west', service: SERVICE, ...span},
      {cluster: 'east', service: 'catalog', ...span},
    ],
  });
  t.deepEqual(
    [...new Set(asked.map(String))],
    [`http://127.0.0.1:30004/jaeger/api/traces/${id}`, `http://127.0.0.1:31004/jaeger/api/traces/${id}`],
  );
});

test('each look has a trace of its own', async (t) => {
  const world = bench(() => [200, {data: [traceOf('catalog')]}]);
  const [first, second] = [await trace.measure(VALUE, world), await trace.measure(VALUE, world)];
  t.notDeepEqual(first, second);
});

test('a cluster whose Jaeger knows no such trace has no spans in it; the look comes to its end', async (t) => {
  const world = bench(({port}) =>
    port === '31004' ? [404, {data: null}] : [200, {data: [traceOf(SERVICE)]}],
  );
  const found = await trace.measure(VALUE, world);
  t.deepEqual(found.kind === 'trace' ? found.spans.map(({cluster}) => cluster) : [], ['west']);
});

test('spans that come late are waited for', async (t) => {
  let looks = 0;
  const world = bench(({port}) => {
    if (port === '30004') return [200, {data: [traceOf(SERVICE)]}];
    looks++;
    return looks < 8 ? [404, {data: null}] : [200, {data: [traceOf('catalog')]}];
  });
  const found = await trace.measure(VALUE, world);
  t.deepEqual(found.kind === 'trace' ? found.spans.map(({cluster}) => cluster) : [], ['west', 'east']);
});

test('a Jaeger that does not answer is an error, and not a request without a trace', async (t) => {
  const work = trace.measure(
    VALUE,
    bench(() => [0, '']),
  );
  await t.throwsAsync(work, {message: /Jaeger of west does not answer with traces: status 0/});
});

test('a query goes to the Prometheus of the cluster; its answer is judged as that of a call', async (t) => {
  const asked: URL[] = [];
  const query = 'sum(rate(a{b="c|d"}[1m])) > 0';
  const world = bench(() => [200, {status: 'success'}], asked);
  const found = await promql.measure({cluster: 'east', query}, world);
  t.is(asked[0]?.host, '127.0.0.1:31001');
  t.is(asked[0]?.searchParams.get('query'), query);
  t.like(found, {kind: 'calls', answers: ['200'], calls: [{body: '{"status":"success"}'}]});
});

test('what one types asks the same ports', (t) => {
  const plan = chapterPlan();
  t.deepEqual(promql.commands({cluster: 'west', query: 'a > 0'}, plan), [
    "curl -s http://127.0.0.1:30001/api/v1/query --data-urlencode 'query=a > 0'",
  ]);
  const [call = '', west = '', east = ''] = trace.commands(VALUE, plan);
  const [, id = ''] = /x-b3-traceid: ([0-9a-f]{32})'/.exec(call) ?? [];
  t.true(west.startsWith(`curl -s http://127.0.0.1:30004/jaeger/api/traces/${id} `));
  t.true(east.startsWith(`curl -s http://127.0.0.1:31004/jaeger/api/traces/${id} `));
});

test('a cluster without the addon is named, with what to do', async (t) => {
  const plan = chapterPlan({...SUPPLIED, addons: {}});
  const work = async () => promql.measure({cluster: 'west', query: 'a'}, {...bench(() => [200, '']), plan});
  await t.throwsAsync(work, {code: 'ADDON-MISSING', message: 'west has no prometheus'});
});
