import test from 'ava';
import {stampedLines} from '../../../src/drivers/kube/logs.js';
import type {Docker} from '../../../src/drivers/docker/docker.js';
import type {Istioctl} from '../../../src/drivers/istioctl/istioctl.js';
import type {Kube, KubeObject} from '../../../src/drivers/kube/kube.js';
import type {Bench} from '../../../src/scenario/bench.js';
import {clusters} from '../../../src/scenario/probes/clusters/clusters.js';
import {listeners} from '../../../src/scenario/probes/listeners/listeners.js';
import {accessEntryOf} from '../../../src/scenario/probes/logs/access-log.js';
import {logs} from '../../../src/scenario/probes/logs/logs.js';
import {packets} from '../../../src/scenario/probes/packets/packets.js';
import {routes} from '../../../src/scenario/probes/routes/routes.js';
import {trail} from '../../../src/scenario/probes/trail/trail.js';
import {truthTable} from '../../../src/scenario/probes/truth-table/truth-table.js';
import {untouchable} from '../../fakes/drivers.js';
import {container} from '../../fakes/containers.js';
import {fakeWorld} from '../../fakes/world.js';
import {captureOf} from '../../helpers/capture.js';
import {chapterPlan} from '../../helpers/chapter.js';

const plan = chapterPlan();
const of = 'deploy/gateway.istio-system';
const SNI = 'outbound_.80_._.catalog.istioinaction.svc.cluster.local';

function bench(given: Partial<Bench> = {}): Bench {
  return {...fakeWorld([]), signal: new AbortController().signal, say: () => undefined, ...given};
}

const configured = (config: unknown): Bench =>
  bench({istioctl: untouchable<Istioctl>('istioctl', {proxyConfig: () => Promise.resolve(config)})});

test('listeners have the names and clusters of their filter chains', async (t) => {
  const at = (portValue: number) => ({socketAddress: {address: '0.0.0.0', portValue}});
  const chain = {
    filterChainMatch: {serverNames: [SNI]},
    filters: [{name: 'stats'}, {name: 'tcp', typedConfig: {cluster: SNI}}],
  };
  const config = [
    {name: 'eastwest', address: at(15443), filterChains: [chain]},
    {address: at(15021), filterChains: [{filters: [{name: 'http', typedConfig: {statPrefix: 'x'}}]}]},
  ];
  t.deepEqual(await listeners.measure({cluster: 'east', of, port: 15443}, configured(config)), {
    kind: 'listeners',
    listeners: [{name: 'eastwest', address: '0.0.0.0', port: 15443, chains: [{sni: [SNI], cluster: SNI}]}],
  });
  const all = await listeners.measure({cluster: 'east', of}, configured(config));
  t.is(all.kind === 'listeners' ? all.listeners.length : 0, 2);
});

test('routes have their domains, clusters and retries', async (t) => {
  const route = {cluster: 'a', retryPolicy: {numRetries: 3}};
  const weighted = {weightedClusters: {clusters: [{name: 'b'}, {name: 'c'}]}};
  const config = [
    {name: 'http.8080', virtualHosts: [{domains: ['shop'], routes: [{route}, {route: weighted}]}]},
    {virtualHosts: [{domains: ['*'], routes: [{directResponse: {}}]}]},
  ];
  t.deepEqual(await routes.measure({cluster: 'west', of, name: 'http.8080'}, configured(config)), {
    kind: 'routes',
    routes: [{name: 'http.8080', domains: ['shop'], clusters: ['a', 'b', 'c'], retries: 3}],
  });
});

test('clusters tell what their connections ask for', async (t) => {
  const socket = {transportSocket: {typedConfig: {sni: SNI}}};
  const config = [
    {name: 'plain'},
    {name: 'matched', transportSocketMatches: [socket, {}]},
    {name: 'own', ...socket},
  ];
  const found = await clusters.measure({cluster: 'west', of}, configured(config));
  t.deepEqual(found.kind === 'names' ? found.sni : undefined, {matched: SNI, own: SNI});
});

const ACCESS =
  '[2026-11-21T09:31:29.831Z] "GET /items HTTP/1.1" 200 - via_upstream - "-" 0 217 153 153 "172.18.0.2,10.0.0.1" "curl (x)" "r-1" "catalog" "172.18.255.202:15443" outbound|80||catalog 10.10.0.6:39176 10.100.0.74:80 10.10.0.6:39182 - default';

test('a line of the access log has its fields', (t) => {
  t.deepEqual(accessEntryOf('west/webapp', ACCESS), {
    at: 'west/webapp',
    method: 'GET',
    path: '/items',
    code: 200,
    flags: '-',
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

test('packets are taken in a helper container, which is removed, also when the calls fail', async (t) => {
  const diary: string[] = [];
  const docker = (callsEnd: number) =>
    untouchable<Docker>('docker', {
      container: (name) =>
        Promise.resolve(
          name === 'mypc'
            ? container('mypc', {imageId: 'sha256:c', addresses: {eastwest: '172.18.0.2'}})
            : undefined,
        ),
      createContainer: ({name, network, image, autoRemove, labels, command}) => {
        diary.push(
          `create ${name} ${network} ${image} ${autoRemove} ${JSON.stringify(labels)} ${command?.join(' ')}`,
        );
        return Promise.resolve();
      },
      removeContainer: (name) => {
        diary.push(`remove ${name}`);
        return Promise.resolve();
      },
      exec: (name, [program, , script = '']) => {
        if (program === 'node') return Promise.resolve({exitCode: callsEnd, stdout: line(), stderr: ''});
        const ends = script.includes('kill -INT');
        diary.push(`${name}: ${ends ? 'end' : 'start'}`);
        return Promise.resolve({
          exitCode: 0,
          stdout: ends ? captureOf([]).toString('base64') : '',
          stderr: '',
        });
      },
    });
  const value = {
    node: 'west',
    filter: 'tcp port 15443',
    during: {from: 'mypc', url: 'http://192.0.2.1', count: 1},
  };
  const expected = [
    'create eastwest-capture-west container:west-control-plane sha256:c true {"dev.eastwest.lab":"ch12"} sleep 45',
    'eastwest-capture-west: start',
    'eastwest-capture-west: end',
    'remove eastwest-capture-west',
  ];
  t.deepEqual(await packets.measure(value, bench({docker: docker(0)})), {
    kind: 'packets',
    connections: [],
    caller: '172.18.0.2',
  });
  t.deepEqual(diary, expected);
  diary.length = 0;
  await t.throwsAsync(Promise.resolve(packets.measure(value, bench({docker: docker(1)}))), {
    code: 'CALLER-FAILED',
  });
  t.deepEqual(diary, expected);
});

test("a container of the helper's name that is not the lab's is refused", async (t) => {
  const docker = untouchable<Docker>('docker', {container: (name) => Promise.resolve(container(name))});
  const value = {node: 'west', filter: 'tcp', during: {from: 'mypc', url: 'http://192.0.2.1', count: 1}};
  const work = packets.measure(value, bench({docker}));
  await t.throwsAsync(Promise.resolve(work), {code: 'LAB-FOREIGN'});
});

const TABLE = {
  service: 'simple-backend',
  callees: [{cluster: 'east', deployment: 'backend', host: 'backend.east'}],
  callers: [{cluster: 'west', deployment: 'webapp'}],
};

const outcomes = test.macro(async (t, stdout: string, measured: string) => {
  const template = {
    metadata: {labels: {app: 'backend'}},
    spec: {serviceAccountName: 'webapp', containers: [{name: 'c'}]},
  };
  const policy = {
    apiVersion: 'security.istio.io/v1beta1',
    kind: 'AuthorizationPolicy',
    metadata: {name: 'p', namespace: 'istioinaction'},
    spec: {rules: [{from: [{source: {principals: ['cluster.local/ns/istioinaction/sa/webapp']}}]}]},
  };
  const pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {name: 'p-1'},
    status: {conditions: [{type: 'Ready', status: 'True'}]},
  };
  const kube = untouchable<Kube>('kube', {
    get: ({metadata}) => Promise.resolve(deployment(metadata.name, template)),
    list: (_api, kind) => Promise.resolve([kind === 'Pod' ? pod : policy]),
    exec: () => Promise.resolve({exitCode: 0, stdout: stdout.repeat(3), stderr: ''}),
  });
  const found = await truthTable.measure(TABLE, bench({kube: () => kube}));
  const row = {cluster: 'west', caller: 'webapp', callee: 'east/simple-backend', expected: 'allow', measured};
  t.deepEqual(found, {kind: 'truthTable', rows: [row]});
});

test('let in by the pod that was meant', outcomes, line({'x-served-by': 'backend@x'}), 'allow');
test('turned away', outcomes, line({}, 403, 'RBAC: access denied\n'), 'deny');
test('let in by another pod', outcomes, line({'x-served-by': 'other@x'}), 'answered by other');
test('a 403 of the program is no denial', outcomes, line({}, 403, 'no'), 'status 403');
test('an error is neither', outcomes, line({}, 503), 'status 503');

test('what a person types for each', (t) => {
  const during = {from: 'mypc', gateway: 'west', host: 'h', count: 1};
  const typed = [
    ...listeners.commands({cluster: 'east', of, port: 15443}, plan),
    ...routes.commands({cluster: 'west', of, name: 'http.8080'}, plan),
    ...logs.commands({cluster: 'west', deployment: 'webapp', containing: 'a b'}, plan),
    packets.commands({node: 'west', filter: 'tcp port 15443', during}, plan)[0],
    packets.commands(
      {pod: {cluster: 'east', deployment: 'catalog'}, filter: 'tcp port 3000', during},
      plan,
    )[0],
    trail.commands({call: during, at: [{cluster: 'west', deployment: 'webapp'}]}, plan).at(-1),
    truthTable.commands(TABLE, plan)[0],
  ];
  t.deepEqual(typed, [
    `ieast proxy-config listener ${of} --port 15443`,
    `iwest proxy-config route ${of} --name http.8080 -o json`,
    "kwest logs -n istioinaction deploy/webapp -c istio-proxy --since=300s | grep -F 'a b'",
    "docker run --rm --network container:west-control-plane --cap-add NET_RAW example/client:1 tcpdump -i eth0 -nn 'tcp port 15443'",
    "keast exec -n istioinaction deploy/catalog -c istio-proxy -- sudo tcpdump -i any -nn 'tcp port 3000'",
    'kwest logs -n istioinaction deploy/webapp -c istio-proxy --since=60s | tail -n 1',
    'keast get authorizationpolicy -A -o yaml',
  ]);
});
