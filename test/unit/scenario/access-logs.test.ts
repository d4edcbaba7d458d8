import test from 'ava';
import {stampedLines} from '../../../src/drivers/kube/logs.js';
import type {Docker} from '../../../src/drivers/docker/docker.js';
import type {Kube, KubeObject} from '../../../src/drivers/kube/kube.js';
import type {Bench} from '../../../src/scenario/bench.js';
import {accessEntryOf} from '../../../src/scenario/probes/logs/access-log.js';
import {logs} from '../../../src/scenario/probes/logs/logs.js';
import {trail} from '../../../src/scenario/probes/trail/trail.js';
import {untouchable} from '../../fakes/drivers.js';
import {fakeWorld} from '../../fakes/world.js';

const SNI = 'outbound_.80_._.catalog.istioinaction.svc.cluster.local';

function bench(given: Partial<Bench> = {}): Bench {
  return {...fakeWorld([]), signal: new AbortController().signal, say: () => undefined, ...given};
}

const ACCESS =
  '[2026-11-21T09:31:29.831Z] "GET /items HTTP/1.1" 200 - via_upstream - "-" 0 217 153 153 "172.18.0.2,10.0.0.1" "curl (x)" "r-1" "catalog" "172.18.255.202:15443" outbound|80||catalog 10.10.0.6:39176 10.100.0.74:80 10.10.0.6:39182 - default';

test('a line of the access log has its fields', (t) => {
  t.deepEqual(accessEntryOf('west/webapp', ACCESS), {
    at: 'west/webapp',
    method: 'GET',
    path: '/items',
    code: 200,
    flags: '-',
    details: 'via_upstream',
    forwardedFor: '172.18.0.2,10.0.0.1',
    requestId: 'r-1',
    authority: 'catalog',
    upstreamHost: '172.18.255.202:15443',
    upstreamCluster: 'outbound|80||catalog',
    caller: '10.10.0.6:39182',
    sni: '-',
  });
});

test('the line of a connection that was passed through has its name', (t) => {
  const line = `[2026-11-21T09:31:29.831Z] "- - -" 0 - - - "-" 9 9 9 - "-" "-" "-" "-" "10.20.0.7:15443" ${SNI} a b c ${SNI} -`;
  t.like(accessEntryOf('east/gateway', line), {method: '-', code: 0, sni: SNI});
});

test('other lines are no access log', (t) => {
  t.is(accessEntryOf('a', '2026-11-21T09:31:29Z\tinfo\tenvoy main\tstarting'), undefined);
  t.is(accessEntryOf('a', `${ACCESS} more`), undefined);
  t.is(accessEntryOf('a', ''), undefined);
});

test('lines of a log have the time of their stamps', (t) => {
  t.deepEqual(stampedLines('2026-01-01T00:00:01.500000000Z a b\n2026-01-01T00:00:02Z \n'), [
    {at: Date.UTC(2026, 0, 1, 0, 0, 1, 500), text: 'a b'},
    {at: Date.UTC(2026, 0, 1, 0, 0, 2), text: ''},
  ]);
});

const deployment = (name: string, template: object = {}): KubeObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: {name, namespace: 'istioinaction'},
  spec: {selector: {matchLabels: {app: name}}, template: {spec: {containers: [{name}]}, ...template}},
});

/** A cluster with Deployments of one pod each, which has written these lines. */
function writing(lines: Readonly<Record<string, readonly string[]>>, asked: string[] = []): Kube {
  return untouchable<Kube>('kube', {
    get: ({metadata}) => Promise.resolve(deployment(metadata.name)),
    list: (_api, kind, {labels = {}} = {}) =>
      Promise.resolve([{apiVersion: 'v1', kind, metadata: {name: `${labels['app']}-1`}}]),
    logLines: (namespace, pod, name, fromMs) => {
      asked.push(`${namespace}/${pod}/${name} from ${fromMs}`);
      return Promise.resolve((lines[pod] ?? []).map((text, index) => ({at: index, text})));
    },
  });
}

test('logs are read from the beginning of the scenario, of the sidecar unless another is named', async (t) => {
  const asked: string[] = [];
  const world = bench({kube: () => writing({'app-1': ['one', 'two']}, asked), begun: {scenario: 7, step: 9}});
  const found = await logs.measure({cluster: 'west', deployment: 'app', containing: 'tw'}, world);
  t.deepEqual(found, {kind: 'logs', lines: [{of: 'west/app/istio-proxy', at: 1, text: 'two'}]});
  await logs.measure({cluster: 'west', deployment: 'app', container: 'app', since: 'step'}, world);
  t.deepEqual(asked, ['istioinaction/app-1/istio-proxy from 7', 'istioinaction/app-1/app from 9']);
});

test('outside of a scenario there is no beginning to read logs from', async (t) => {
  const work = logs.measure({cluster: 'west', deployment: 'app'}, bench());
  await t.throwsAsync(Promise.resolve(work), {code: 'NO-SCENARIO'});
});

const line = (headers: object = {}, status = 200, body = ''): string =>
  `${JSON.stringify({at: 1, reused: false, status, ms: 1, body, headers})}\n`;

test('a trail is the entries of the request whose path was marked', async (t) => {
  let mark = '';
  const exec: Docker['exec'] = (_name, [, , job = '']) => {
    mark = new URL((JSON.parse(job) as {url: string}).url).search;
    return Promise.resolve({exitCode: 0, stdout: line(), stderr: ''});
  };
  const world = bench({docker: untouchable<Docker>('docker', {exec})});
  const other = ACCESS.replace('r-1', 'r-2');
  const kube = untouchable<Kube>('kube', {
    get: (ref) => writing({}).get(ref),
    list: (...args) => writing({}).list(...args),
    logLines: (_namespace, pod) => {
      const first = ACCESS.replace('/items', `/items${mark}`);
      return Promise.resolve([other, pod === 'first-1' ? first : ACCESS].map((text) => ({at: 0, text})));
    },
  });
  const value = {
    call: {from: 'mypc', url: 'http://192.0.2.1', count: 1},
    at: [
      {cluster: 'west', deployment: 'first'},
      {cluster: 'east', deployment: 'second'},
    ],
  };
  const found = await trail.measure(value, {...world, kube: () => kube});
  t.true(mark.startsWith('?eastwest='), mark);
  t.is(found.kind === 'trail' ? found.requestId : '', 'r-1');
  const told = found.kind === 'trail' ? found.entries.map(({at, path}) => `${at} ${path}`) : [];
  t.deepEqual(told, ['west/first /items', 'east/second /items']);
});
