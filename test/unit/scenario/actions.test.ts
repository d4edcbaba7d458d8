import test from 'ava';
import type {KubeObject} from '../../../src/drivers/kube/kube.js';
import type {Istioctl} from '../../../src/drivers/istioctl/istioctl.js';
import {actionOf, type ActionKey} from '../../../src/scenario/actions/actions.js';
import type {Undo} from '../../../src/scenario/undo.js';
import {untouchable} from '../../fakes/drivers.js';
import {fakeWorld, rolledOut, type Diary} from '../../fakes/world.js';

const namespace = 'istioinaction';
const LABELLED: KubeObject = {
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: {name: 'thing', namespace, labels: {a: '1'}, creationTimestamp: '2026-01-01T00:00:00Z'},
  data: {k: 'v'},
  status: {phase: 'x'},
};
const ref = {apiVersion: 'v1', kind: 'Secret', metadata: {name: 'thing', namespace}};
const named = {apiVersion: 'v1', kind: 'Secret', name: 'thing'};
const deployment = {apiVersion: 'apps/v1', kind: 'Deployment', metadata: {name: 'app', namespace}};
const app = {cluster: 'west', deployment: 'app'};
const restore = {...ref, metadata: {...ref.metadata, labels: {a: '1'}}, data: {k: 'v'}};

/** A test of what is noted before an action, and of what it then asks of the cluster. */
const acts = test.macro(
  async (t, key: ActionKey, value: unknown, undo: readonly Undo[], asked: readonly string[]) => {
    const diary: Diary = [];
    const env = [{name: 'A', value: 'old'}];
    const world = fakeWorld(diary, {west: [LABELLED, rolledOut('app', env)]});
    const bench = {...world, signal: new AbortController().signal, say: () => undefined};
    t.deepEqual(await actionOf(key).undo(value, bench), undo);
    t.deepEqual(diary, [], 'looking changes nothing');
    await actionOf(key).run(value, bench);
    t.deepEqual(diary, asked);
  },
);

const envPatch = (name: string, env: readonly object[]): string =>
  `west: patch Deployment ${name} ${JSON.stringify({spec: {template: {spec: {containers: [{name: 'main', env}]}}}})}`;

test(
  'scale',
  acts,
  'scale',
  {...app, replicas: 1},
  [{cluster: 'west', patch: deployment, change: {spec: {replicas: 1}}, part: 'replicas'}],
  ['west: patch Deployment app {"spec":{"replicas":1}}'],
);

test(
  'restart has nothing to take back',
  acts,
  'restart',
  app,
  [],
  [
    'west: patch Deployment app {"spec":{"template":{"metadata":{"annotations":{"kubectl.kubernetes.io/restartedAt":"2026-01-01T00:00:00.000Z"}}}}}',
  ],
);

test(
  'restart once more: the pods start anew after all is taken back',
  acts,
  'restart',
  {...app, onceMore: true},
  [{cluster: 'west', restart: deployment}],
  [
    'west: patch Deployment app {"spec":{"template":{"metadata":{"annotations":{"kubectl.kubernetes.io/restartedAt":"2026-01-01T00:00:00.000Z"}}}}}',
  ],
);

test(
  'setEnv puts a former value back and takes a new variable away',
  acts,
  'setEnv',
  {...app, env: {B: '2', A: '1'}},
  [
    {
      cluster: 'west',
      patch: deployment,
      part: 'env A, B in main',
      change: {
        spec: {
          template: {
            spec: {
              containers: [
                {
                  name: 'main',
                  env: [
                    {name: 'A', value: 'old', valueFrom: null},
                    {name: 'B', $patch: 'delete'},
                  ],
                },
              ],
            },
          },
        },
      },
    },
  ],
  [
    envPatch('app', [
      {name: 'B', value: '2', valueFrom: null},
      {name: 'A', value: '1', valueFrom: null},
    ]),
  ],
);

test(
  'label gives labels their former values',
  acts,
  'label',
  {cluster: 'west', object: named, labels: {a: '2', b: '3'}},
  [{cluster: 'west', patch: ref, change: {metadata: {labels: {a: '1', b: null}}}, part: 'labels a, b'}],
  ['west: patch Secret thing {"metadata":{"labels":{"a":"2","b":"3"}}}'],
);

test(
  'delete puts back what was there, without what the server adds',
  acts,
  'delete',
  {cluster: 'west', object: named},
  [{cluster: 'west', restore}],
  ['west: remove Secret thing'],
);

test(
  'deleting what is not there: should it come, it is taken away again',
  acts,
  'delete',
  {cluster: 'west', object: {...named, name: 'none'}},
  [{cluster: 'west', remove: {...ref, metadata: {...ref.metadata, name: 'none'}}}],
  ['west: remove Secret none'],
);

test(
  'patch puts the whole object back',
  acts,
  'patch',
  {cluster: 'west', object: named, change: {data: {k: 'w'}}},
  [{cluster: 'west', restore}],
  ['west: patch Secret thing {"data":{"k":"w"}}'],
);

test(
  'a manifest that was not there is removed again',
  acts,
  'apply',
  {cluster: 'west', file: 'locality-aware/west/simple-backend-dr.yaml'},
  [
    {
      cluster: 'west',
      remove: {
        apiVersion: 'networking.istio.io/v1beta1',
        kind: 'DestinationRule',
        metadata: {name: 'simple-backend-dr', namespace},
      },
    },
  ],
  ['west: apply DestinationRule simple-backend-dr'],
);

const REMOTE_SECRET = `
apiVersion: v1
kind: Secret
metadata: {name: istio-remote-secret-east-cluster, namespace: istio-system}
`;

test('registerCluster asks istioctl for the secret of the other cluster, by its address in the docker network', async (t) => {
  const diary: Diary = [];
  const asked: string[] = [];
  const istioctl = untouchable<Istioctl>('istioctl', {
    createRemoteSecret: (kubeconfig, name, server) => {
      asked.push(kubeconfig, name, server);
      return Promise.resolve(REMOTE_SECRET);
    },
  });
  const world = {...fakeWorld(diary), istioctl};
  const bench = {...world, signal: new AbortController().signal, say: () => undefined};
  const action = actionOf('registerCluster');
  const value = {cluster: 'west', reads: 'east'};
  const metadata = {name: 'istio-remote-secret-east-cluster', namespace: 'istio-system'};
  t.deepEqual(await action.undo(value, bench), [
    {cluster: 'west', remove: {apiVersion: 'v1', kind: 'Secret', metadata}},
  ]);
  await action.run(value, bench);
  t.deepEqual(asked, ['/work-folder/east-kubeconfig', 'east-cluster', 'https://east-control-plane:6443']);
  t.deepEqual(diary, ['west: apply Secret istio-remote-secret-east-cluster']);
});
