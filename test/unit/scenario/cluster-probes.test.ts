import test from 'ava';
import type {Http, HttpOptions} from '../../../src/drivers/http/http.js';
import type {Istioctl} from '../../../src/drivers/istioctl/istioctl.js';
import type {Kube, KubeObject} from '../../../src/drivers/kube/kube.js';
import type {Bench} from '../../../src/scenario/bench.js';
import {judge} from '../../../src/scenario/expectations/expectations.js';
import {addresses} from '../../../src/scenario/probes/addresses/addresses.js';
import {canI} from '../../../src/scenario/probes/can-i/can-i.js';
import {configDumps} from '../../../src/scenario/probes/config-dumps/config-dumps.js';
import {hostCall} from '../../../src/scenario/probes/host-call/host-call.js';
import {objects} from '../../../src/scenario/probes/objects/objects.js';
import {secret} from '../../../src/scenario/probes/secret/secret.js';
import {resolved} from '../../../src/scenario/variables.js';
import {untouchable} from '../../fakes/drivers.js';
import {kubeWith} from '../../fakes/kube.js';
import {fakeWorld} from '../../fakes/world.js';

function bench(kube: (cluster: string) => Kube, more: Partial<Bench> = {}): Bench {
  return {...fakeWorld([]), kube, signal: new AbortController().signal, say: () => undefined, ...more};
}

const base64 = (text: string): string => Buffer.from(text).toString('base64');
const CA = '-----BEGIN CERTIFICATE-----\nbm90IGEgY2VydGlmaWNhdGU=\n-----END CERTIFICATE-----\n';
const TOKEN = ['e30', Buffer.from('{"sub":"system:serviceaccount:a:reader"}').toString('base64url'), 'sig'];

const kubeconfig = (ca: string): string => `
apiVersion: v1
kind: Config
clusters: [{name: east-cluster, cluster: {server: 'https://there:6443', certificate-authority-data: ${base64(ca)}}}]
current-context: east-cluster
users: [{name: east-cluster, user: {token: ${TOKEN.join('.')}}}]
`;

const rootOf = (pem: string): KubeObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: {name: 'kube-root-ca.crt', namespace: 'kube-system'},
  data: {'ca.crt': pem},
});

const remote = (text: string): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Secret',
  type: 'Opaque',
  metadata: {
    name: 'remote',
    namespace: 'istioinaction',
    labels: {l: '1'},
    annotations: {a: '1', 'kubectl.kubernetes.io/last-applied-configuration': text},
  },
  data: {'east-cluster': base64(text), password: base64('hunter2')},
});

test('of a Secret its keys and labels, of a kubeconfig where it leads; no value, no token', async (t) => {
  const text = kubeconfig('');
  const kubes: Record<string, Kube> = {
    west: kubeWith([rootOf(CA), remote(text)]),
    east: kubeWith([rootOf('')]),
  };
  const found = await secret.measure(
    {cluster: 'west', name: 'remote'},
    bench((name) => kubes[name] ?? kubeWith([])),
  );
  t.deepEqual(found, {
    kind: 'secret',
    secret: {
      type: 'Opaque',
      keys: ['east-cluster', 'password'],
      labels: {l: '1'},
      annotations: {a: '1'},
      kubeconfigs: {
        'east-cluster': {
          context: 'east-cluster',
          cluster: 'east-cluster',
          server: 'https://there:6443',
          ca: {subject: '', of: 'east'},
          token: {subject: 'system:serviceaccount:a:reader'},
        },
      },
    },
  });
  t.true(judge('match', {labels: {l: '1'}}, found).ok);
  t.true(judge('names', {exactly: ['east-cluster', 'password']}, found).ok);
  t.true(judge('exists', true, found).ok);
});

test('a Secret that is not there', async (t) => {
  const found = await secret.measure(
    {cluster: 'west', name: 'none'},
    bench(() => kubeWith([])),
  );
  t.deepEqual(found, {kind: 'secret', secret: undefined});
  t.true(judge('exists', false, found).ok);
  t.false(judge('match', {}, found).ok);
});

const pod = (name: string, podIP: string, hostIP = '172.18.0.2'): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {name, namespace: 'a', managedFields: []} as KubeObject['metadata'],
  status: {podIP, hostIP},
});
const service = (name: string, clusterIP: string, ip?: string): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: {name, namespace: 'a'},
  spec: {clusterIP, type: ip === undefined ? 'ClusterIP' : 'LoadBalancer'},
  status: {loadBalancer: {ingress: ip === undefined || ip === '' ? [] : [{ip}]}},
});
const some = (): Kube =>
  kubeWith([
    pod('one', '10.10.0.5'),
    pod('shares-the-node', '172.18.0.2'),
    service('inner', '10.100.0.9'),
    service('headless', 'None'),
    service('outer', '10.100.0.10', '172.18.255.101'),
    service('waiting', '10.100.0.11', ''),
  ]);

test('addresses of pods, services and load balancers', async (t) => {
  const found = async (of: 'pods' | 'services' | 'loadBalancers') =>
    addresses.measure({cluster: 'west', of}, bench(some));
  t.deepEqual(await found('pods'), {kind: 'names', names: ['10.10.0.5']});
  t.deepEqual(await found('services'), {kind: 'names', names: ['10.100.0.10', '10.100.0.11', '10.100.0.9']});
  t.deepEqual(await found('loadBalancers'), {kind: 'names', names: ['172.18.255.101', 'none']});
});

test('whether addresses lie in a network or a range', (t) => {
  const names = (...list: readonly string[]) => ({kind: 'names', names: list}) as const;
  t.true(judge('inNetwork', '10.10.0.0/16', names('10.10.0.0', '10.10.255.255')).ok);
  t.false(judge('inNetwork', '10.10.0.0/16', names('10.10.0.1', '10.11.0.0')).ok);
  t.true(judge('inNetwork', '172.18.255.101-172.18.255.120', names('172.18.255.101', '172.18.255.120')).ok);
  t.is(
    judge('inNetwork', '172.18.255.101-172.18.255.120', names('172.18.255.121')).evidence,
    'not in 172.18.255.101-172.18.255.120: 172.18.255.121',
  );
  t.false(judge('inNetwork', '10.10.0.0/16', names('none')).ok);
  t.false(judge('inNetwork', '10.10.0.0/16', names()).ok);
  t.false(judge('inNetwork', 'everywhere', names('10.10.0.1')).ok);
});

test('${west.pool} is the range that MetalLB has', async (t) => {
  const pool = {
    apiVersion: 'metallb.io/v1beta1',
    kind: 'IPAddressPool',
    metadata: {name: 'default', namespace: 'metallb-system'},
    spec: {addresses: ['172.18.255.101-172.18.255.120']},
  };
  t.is(
    await resolved(
      '${west.pool}',
      bench(() => kubeWith([pool])),
    ),
    '172.18.255.101-172.18.255.120',
  );
  await t.throwsAsync(
    resolved(
      '${west.pool}',
      bench(() => kubeWith([])),
    ),
    {message: 'west: MetalLB has no pool of addresses'},
  );
});

test('objects of a kind, judged one by one and together', async (t) => {
  const found = await objects.measure({cluster: 'west', apiVersion: 'v1', kind: 'Pod'}, bench(some));
  t.false(JSON.stringify(found).includes('managedFields'));
  t.true(judge('count', 2, found).ok);
  t.true(judge('names', {include: ['one']}, found).ok);
  t.true(judge('each', {status: {hostIP: '172.18.0.2'}}, found).ok);
  const wrong = judge('each', {status: {podIP: '10.10.0.5'}}, found);
  t.is(wrong.evidence, '1 of 2 like {"status":{"podIP":"10.10.0.5"}}; not: shares-the-node');
  t.false(judge('each', {}, {kind: 'objects', objects: []}).ok);
});

test('a Secret is not shown as an object', (t) => {
  t.false(objects.schema.safeParse({cluster: 'west', apiVersion: 'v1', kind: 'Secret'}).success);
});

test('what a service account may do is asked of the API server, action by action', async (t) => {
  const asked: unknown[] = [];
  const kube = untouchable<Kube>('kube', {
    create: ({spec}) => {
      asked.push(spec);
      const {verb} = (spec as {resourceAttributes: {verb: string}}).resourceAttributes;
      return Promise.resolve({status: {allowed: verb === 'list'}});
    },
  });
  const actions = ['list pods', 'create deployments.apps'];
  const value = {cluster: 'east', serviceAccount: 'reader', namespace: 'istio-system', actions};
  const found = await canI.measure(
    value,
    bench(() => kube),
  );
  t.like(asked[0], {
    user: 'system:serviceaccount:istio-system:reader',
    resourceAttributes: {resource: 'pods', group: ''},
  });
  t.like(asked[1], {resourceAttributes: {verb: 'create', resource: 'deployments', group: 'apps'}});
  t.false(judge('allowed', true, found).ok);
  t.is(judge('allowed', true, found).evidence, 'create deployments.apps: no');
  t.is(judge('allowed', false, found).evidence, 'list pods: yes');
  t.false(judge('allowed', false, {kind: 'access', answers: []}).ok);
});

test('calls from this machine go to the published port, with the Host header', async (t) => {
  const asked: [string, HttpOptions['headers']][] = [];
  const http = untouchable<Http>('http', {
    get: (url, {headers}) => {
      asked.push([url, headers]);
      return Promise.resolve({status: 200, ms: 1, at: 1, body: '[]', headers: {}});
    },
  });
  const value = {port: 30_000, path: '/api/catalog', host: 'webapp.istioinaction.io', count: 2};
  const found = await hostCall.measure(
    value,
    bench(() => kubeWith([]), {http}),
  );
  const once = ['http://127.0.0.1:30000/api/catalog', {host: 'webapp.istioinaction.io'}] as const;
  t.deepEqual(asked, [[...once], [...once]]);
  t.true(judge('status', {200: '2 of 2'}, found).ok);
});

test('dumps that are empty are not told', async (t) => {
  const istioctl = untouchable<Istioctl>('istioctl', {
    proxyConfig: (_kubeconfig, kind) => Promise.resolve(kind === 'route' ? [] : [{name: kind}]),
  });
  const found = await configDumps.measure(
    {cluster: 'west', of: 'deploy/a.b'},
    bench(() => kubeWith([]), {istioctl}),
  );
  t.deepEqual(found, {kind: 'names', names: ['listener', 'cluster', 'endpoint', 'secret', 'bootstrap']});
});
