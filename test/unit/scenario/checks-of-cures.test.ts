import test from 'ava';
import {issueRoot} from '../../../src/ca/certificates.js';
import type {KubeObject} from '../../../src/drivers/kube/kube.js';
import {actionOf, type ActionKey} from '../../../src/scenario/actions/actions.js';
import type {Bench} from '../../../src/scenario/bench.js';
import {note} from '../../../src/scenario/journal.js';
import {fakeWorld, type Diary} from '../../fakes/world.js';

const namespace = 'istioinaction';
const SINCE = new Date('2026-01-01T00:00:00Z');
const KUBECTLS = 'kubectl.kubernetes.io/last-applied-configuration';
const thing: KubeObject = {
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: {name: 'thing', namespace, annotations: {[KUBECTLS]: '{}'}},
  data: {k: 'c2VjcmV0'},
};
const named = {apiVersion: 'v1', kind: 'Secret', name: 'thing'};
const putBack = {cluster: 'west', object: named};

const [ours, other] = await Promise.all(
  ['east', 'another'].map((commonName) => issueRoot({commonName, days: 1}, SINCE.getTime())),
);

const benchWith = (west: readonly KubeObject[], diary: Diary = []) => ({
  ...fakeWorld(diary, {west}),
  signal: new AbortController().signal,
  say: () => undefined,
});
const look = async (key: ActionKey, value: unknown, bench: Bench) => actionOf(key).check(value, bench, SINCE);

test('putBack: gone, back with another value, back as it was but for what kubectl notes', async (t) => {
  const diary: Diary = [];
  const bench = benchWith([thing], diary);
  const kube = bench.kube('west');
  for (const undo of await actionOf('delete').undo(putBack, bench)) await note('test/x', undo, bench);
  await kube.remove(thing);
  t.deepEqual(await look('putBack', putBack, bench), {
    done: false,
    seen: 'Secret istioinaction/thing is not there',
  });
  await kube.apply([{...thing, data: {k: 'b3RoZXI='}}]);
  const other = await look('putBack', putBack, bench);
  t.deepEqual(other, {done: false, seen: 'data.k is another value'});
  const asked = diary.length;
  await kube.apply([{...thing, metadata: {...thing.metadata, annotations: {[KUBECTLS]: '{"more":1}'}}}]);
  t.deepEqual(await look('putBack', putBack, bench), {
    done: true,
    seen: 'Secret istioinaction/thing as it was',
  });
  t.is(diary.length, asked + 1, 'looking changes nothing');
});

test('putBack: what was not there is to be gone again, and without a note there is nothing to judge by', async (t) => {
  const bench = benchWith([]);
  await t.throwsAsync(look('putBack', putBack, bench), {message: /nothing to put back/});
  for (const undo of await actionOf('delete').undo(putBack, bench)) await note('test/x', undo, bench);
  await bench.kube('west').apply([thing]);
  t.deepEqual(await look('putBack', putBack, bench), {
    done: false,
    seen: 'Secret istioinaction/thing is still there',
  });
  await bench.kube('west').remove(thing);
  t.is((await look('putBack', putBack, bench)).done, true);
});

test('wait: as long as it says since one came to the step', async (t) => {
  const bench = benchWith([]);
  bench.clock.pass(4_900);
  t.deepEqual(await look('wait', {for: '5s'}, bench), {
    done: false,
    seen: '4 s of 5s have gone by since you came to this step',
  });
  bench.clock.pass(100);
  t.is((await look('wait', {for: '5s'}, bench)).done, true);
  t.deepEqual(bench.clock.slept, [], 'looking does not wait');
});

const base64 = (text = ''): string => Buffer.from(text).toString('base64');
const kubeconfig = (server: string, ca = ''): string => `
apiVersion: v1
kind: Config
clusters: [{name: east-cluster, cluster: {server: "${server}", certificate-authority-data: ${base64(ca)}}}]
users: [{name: east-cluster, user: {token: hush}}]
`;
const remoteSecret = (text: string, labels = {'istio/multiCluster': 'true'}): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: {name: 'istio-remote-secret-east-cluster', namespace: 'istio-system', labels},
  data: {'east-cluster': base64(text)},
});
const SERVER = 'https://east-control-plane:6443';
const good = kubeconfig(SERVER, ours?.certificate);
const NAME = 'Secret istio-system/istio-remote-secret-east-cluster';

for (const [title, west, seen] of [
  ['no secret', [], `${NAME} in west is not there`],
  [
    'no kubeconfig of the cluster',
    [remoteSecret('x')],
    `${NAME} in west has no kubeconfig under the key east-cluster`,
  ],
  [
    'the label by which istiod finds it is missing',
    [remoteSecret(good, {'istio/multiCluster': ''})],
    `${NAME} in west has no label istio/multiCluster=true`,
  ],
  [
    'the address of the host, as istioctl takes it from the kubeconfig',
    [remoteSecret(kubeconfig('https://127.0.0.1:36000', ours?.certificate))],
    `${NAME} in west leads to https://127.0.0.1:36000, not ${SERVER}`,
  ],
  [
    "another cluster's CA",
    [remoteSecret(kubeconfig(SERVER, other?.certificate))],
    `${NAME} in west does not hold east's CA`,
  ],
  ['done', [remoteSecret(good)], undefined],
] as const)
  test(`registerCluster: ${title}`, async (t) => {
    const bench = benchWith(west);
    const metadata = {name: 'kube-root-ca.crt', namespace: 'kube-system'};
    await bench
      .kube('east')
      .apply([{apiVersion: 'v1', kind: 'ConfigMap', metadata, data: {'ca.crt': ours?.certificate}}]);
    const found = await look('registerCluster', {cluster: 'west', reads: 'east'}, bench);
    t.is(found.done, seen === undefined);
    t.is(found.seen, seen ?? `${NAME} for ${SERVER}`);
    t.false(found.seen.includes('hush'));
  });
