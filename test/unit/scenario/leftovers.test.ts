import test from 'ava';
import type {KubeObject} from '../../../src/drivers/kube/kube.js';
import {leftovers} from '../../../src/scenario/leftovers.js';
import {snapshotOf} from '../../../src/scenario/snapshot.js';
import {fakeWorld, rolledOut} from '../../fakes/world.js';

const namespace = 'istioinaction';
const RULE: KubeObject = {
  apiVersion: 'networking.istio.io/v1beta1',
  kind: 'DestinationRule',
  metadata: {name: 'rule', namespace},
  spec: {host: 'a', trafficPolicy: {outlierDetection: {consecutive5xxErrors: 1}}},
};

const object = (kind: string, name: string, more: object = {}, home?: string): KubeObject => ({
  apiVersion: 'v1',
  kind,
  metadata: {name, ...(home === undefined ? {} : {namespace: home})},
  ...more,
});

/** What is said of a cluster that had `before` and has `after`. */
async function said(before: readonly KubeObject[], after: readonly KubeObject[]): Promise<readonly string[]> {
  const [one, other] = [before, after].map((west) => snapshotOf(fakeWorld([], {west})));
  return leftovers(await (one ?? Promise.reject(new Error())), await (other ?? Promise.reject(new Error())));
}

test('a nodePort that the lab asks for counts, one that the cluster drew by lot does not', async (t) => {
  const service = (nodePort: number): KubeObject =>
    object('Service', 's', {spec: {ports: [{port: 80, nodePort}]}}, 'istio-system');
  t.deepEqual(await said([service(31312)], [service(32767)]), []);
  t.deepEqual(await said([service(30000)], [service(32767)]), [
    'west: Service istio-system/s differs in spec.ports[0].nodePort',
  ]);
});

test('what was not there is named', async (t) => {
  t.deepEqual(await said([], [RULE]), ['west: DestinationRule istioinaction/rule is still there']);
});

test('what is gone is named', async (t) => {
  t.deepEqual(await said([object('Service', 's', {}, 'istio-system')], []), [
    'west: Service istio-system/s is gone',
  ]);
});

test('what was already being deleted is no leftover, and what is only being deleted is not as before', async (t) => {
  const going = (one: KubeObject): KubeObject => ({
    ...one,
    metadata: {...one.metadata, deletionTimestamp: '2026-11-21T10:00:00Z'},
  });
  const home = object('Namespace', 'of-another');
  t.deepEqual(await said([going(home)], []), []);
  t.deepEqual(await said([going(home)], [going(home)]), []);
  t.deepEqual(await said([home], [going(home)]), ['west: Namespace of-another is being deleted']);
  t.deepEqual(await said([], [going(home)]), ['west: Namespace of-another is still there']);
});

test('a new namespace is named', async (t) => {
  t.deepEqual(await said([], [object('Namespace', 'extra')]), ['west: Namespace extra is still there']);
});

test('a changed field is named by its path, without its value', async (t) => {
  const scaled = {...rolledOut('app'), spec: {...(rolledOut('app')['spec'] as object), replicas: 0}};
  t.deepEqual(await said([rolledOut('app')], [scaled]), [
    'west: Deployment istioinaction/app differs in spec.replicas',
  ]);
  const secret = (value: string): KubeObject =>
    object('Secret', 'cacerts', {data: {'ca-key.pem': value}}, 'istio-system');
  t.deepEqual(await said([secret('b25l')], [secret('b3RoZXI=')]), [
    'west: Secret istio-system/cacerts differs in data.ca-key.pem',
  ]);
});

test('a label of a node and of a namespace is compared', async (t) => {
  const node = (labels: Record<string, string>): KubeObject => ({
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {name: 'n', labels},
    status: {conditions: [Math.random()]},
  });
  t.deepEqual(await said([node({a: '1'})], [node({a: '2'})]), ['west: Node n differs in metadata.labels.a']);
});

test('many differences of one object are counted, not all told', async (t) => {
  const data = (value: string): KubeObject =>
    object('ConfigMap', 'c', {data: {a: value, b: value, c: value, d: value, e: value}}, namespace);
  t.deepEqual(await said([data('1')], [data('2')]), [
    'west: ConfigMap istioinaction/c differs in data.a, data.b, data.c and 2 more',
  ]);
});

test('what the server and its controllers write is no difference', async (t) => {
  const before = rolledOut('app');
  const template = (before['spec'] as {template: object}).template;
  const restarted = {metadata: {annotations: {'kubectl.kubernetes.io/restartedAt': 'now'}}};
  const after: KubeObject = {
    ...before,
    metadata: {
      ...before.metadata,
      annotations: {
        'deployment.kubernetes.io/revision': '7',
        'kubectl.kubernetes.io/last-applied-configuration': '{}',
      },
      ...{uid: 'u', resourceVersion: '9', generation: 4, managedFields: [{}], creationTimestamp: 'now'},
    },
    spec: {...(before['spec'] as object), template: {...template, ...restarted}},
    status: {replicas: 5},
  };
  t.deepEqual(await said([before], [after]), []);
});

test('leader election, handed out certificates, tokens and pods of Deployments are no leftovers', async (t) => {
  const owned = {
    ...object('Pod', 'app-1', {}, namespace),
    metadata: {name: 'app-1', namespace, ownerReferences: []},
  };
  const noise: readonly KubeObject[] = [
    object('ConfigMap', 'istio-leader', {}, 'istio-system'),
    object('ConfigMap', 'istio-ca-root-cert', {data: {a: 'b'}}, namespace),
    object('ConfigMap', 'kube-root-ca.crt', {}, 'default'),
    object('Secret', 'eastwest-scenario', {data: {1: 'x'}}, namespace),
    object('ConfigMap', 'anything', {}, 'kube-system'),
    owned,
  ];
  t.deepEqual(await said([], noise), []);
});

test('a pod of its own is a leftover', async (t) => {
  t.deepEqual(await said([], [object('Pod', 'debug', {}, namespace)]), [
    'west: Pod istioinaction/debug is still there',
  ]);
});
