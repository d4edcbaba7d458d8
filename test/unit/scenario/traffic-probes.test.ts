import test from 'ava';
import type {Docker} from '../../../src/drivers/docker/docker.js';
import type {Istioctl} from '../../../src/drivers/istioctl/istioctl.js';
import type {Kube, KubeObject} from '../../../src/drivers/kube/kube.js';
import type {Bench} from '../../../src/scenario/bench.js';
import {clusters} from '../../../src/scenario/probes/clusters/clusters.js';
import {listeners} from '../../../src/scenario/probes/listeners/listeners.js';
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

const deployment = (name: string, template: object = {}): KubeObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: {name, namespace: 'istioinaction'},
  spec: {selector: {matchLabels: {app: name}}, template: {spec: {containers: [{name}]}, ...template}},
});

const line = (headers: object = {}, status = 200, body = ''): string =>
  `${JSON.stringify({at: 1, reused: false, status, ms: 1, body, headers})}\n`;

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
