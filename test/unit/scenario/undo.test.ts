import test from 'ava';
import type {KubeObject} from '../../../src/drivers/kube/kube.js';
import {note, takeBackAll} from '../../../src/scenario/journal.js';
import {undoOf} from '../../../src/scenario/undo.js';
import {fakeWorld, type Diary} from '../../fakes/world.js';

const MADE = {
  creationTimestamp: '2026-01-01T00:00:00Z',
  uid: 'u',
  resourceVersion: '12',
  generation: 3,
  managedFields: [{manager: 'm'}],
  ownerReferences: [{uid: 'o'}],
};

function live(apiVersion: string, kind: string, namespace: string, fields: object): KubeObject {
  const annotations = {'deployment.kubernetes.io/revision': '3', 'example.com/kept': 'yes'};
  return {
    apiVersion,
    kind,
    metadata: {name: 'thing', namespace, labels: {a: '1'}, annotations, ...MADE},
    ...fields,
    status: {anything: true},
  };
}

function restored(object: KubeObject): KubeObject | undefined {
  const undo = undoOf('west', object, object);
  return 'restore' in undo ? undo.restore : undefined;
}

const metadata = {name: 'thing', labels: {a: '1'}, annotations: {'example.com/kept': 'yes'}};

test('of a Secret its type and values are put back, nothing of the server', (t) => {
  const fields = {type: 'Opaque', data: {'ca-key.pem': 'a2V5'}, immutable: true};
  t.deepEqual(restored(live('v1', 'Secret', 'istio-system', fields)), {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: {...metadata, namespace: 'istio-system'},
    ...fields,
  });
});

test('a Service gets the cluster IP and the node ports again that it had', (t) => {
  const spec = {clusterIP: '10.100.2.43', clusterIPs: ['10.100.2.43'], ports: [{port: 80, nodePort: 30000}]};
  t.deepEqual(restored(live('v1', 'Service', 'istio-system', {spec}))?.['spec'], spec);
});

test('of a Deployment the revision is left to its controller', (t) => {
  const spec = {replicas: 2, template: {metadata: {}, spec: {containers: []}}};
  const found = restored(live('apps/v1', 'Deployment', 'istio-system', {spec}));
  t.deepEqual(found?.metadata, {...metadata, namespace: 'istio-system'});
  t.deepEqual(found?.['spec'], spec);
  t.false('status' in (found ?? {}));
});

test('the journal is a Secret: what it will put back may be one', async (t) => {
  const diary: Diary = [];
  const secret = live('v1', 'Secret', 'istio-system', {data: {'ca-key.pem': 'a2V5'}});
  const world = fakeWorld(diary, {west: [secret]});
  const bench = {...world, signal: new AbortController().signal, say: () => undefined};
  await note('test/one', undoOf('west', secret, secret), bench);
  t.deepEqual(diary, ['west: apply Secret eastwest-scenario']);
  await world.kube('west').remove(secret);
  const {leftBehind} = await takeBackAll(bench);
  t.deepEqual(leftBehind, []);
  t.deepEqual(diary.slice(-2), ['west: replace Secret thing', 'west: remove Secret eastwest-scenario']);
  const back = await world.kube('west').get(secret);
  t.deepEqual(back?.['data'], {'ca-key.pem': 'a2V5'});
});
