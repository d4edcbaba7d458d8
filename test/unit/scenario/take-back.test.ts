import test from 'ava';
import {issueRoot} from '../../../src/ca/certificates.js';
import type {KubeObject} from '../../../src/drivers/kube/kube.js';
import {actionOf} from '../../../src/scenario/actions/actions.js';
import {note, takeBackAll} from '../../../src/scenario/journal.js';
import {takeBack, type Undo} from '../../../src/scenario/undo.js';
import {fakeWorld, rolledOut, type Diary} from '../../fakes/world.js';

const namespace = 'istioinaction';
const LABELLED: KubeObject = {
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: {name: 'thing', namespace, labels: {a: '1'}},
  data: {k: 'v'},
};
const named = {apiVersion: 'v1', kind: 'Secret', name: 'thing'};
const deployment = {apiVersion: 'apps/v1', kind: 'Deployment', metadata: {name: 'app', namespace}};
const app = {cluster: 'west', deployment: 'app'};
const restore = LABELLED;

test('putBack takes back what was noted of one object, and refuses where nothing was', async (t) => {
  const diary: Diary = [];
  const world = fakeWorld(diary, {west: [LABELLED]});
  const bench = {...world, signal: new AbortController().signal, say: () => undefined};
  const value = {cluster: 'west', object: named};
  await t.throwsAsync(actionOf('putBack').run(value, bench), {message: /thing in west is as it was/});
  for (const undo of await actionOf('delete').undo(value, bench)) await note('test/x', undo, bench);
  await actionOf('delete').run(value, bench);
  await actionOf('putBack').run(value, bench);
  t.deepEqual(diary, [
    'west: apply Secret eastwest-scenario',
    'west: remove Secret thing',
    'west: replace Secret thing',
  ]);
});

test('pods start anew after everything is back, in the order in which they did before', async (t) => {
  const diary: Diary = [];
  const other = {...deployment, metadata: {...deployment.metadata, name: 'other'}};
  const world = fakeWorld(diary, {west: [LABELLED, rolledOut('app'), rolledOut('other')]});
  const bench = {...world, signal: new AbortController().signal, say: () => undefined};
  const undos: readonly Undo[] = [
    {cluster: 'west', restart: deployment},
    {cluster: 'west', restore},
    {cluster: 'west', restart: other},
  ];
  for (const undo of undos) await note('test/x', undo, bench);
  diary.length = 0;
  const {done, leftBehind} = await takeBackAll(bench);
  t.deepEqual(leftBehind, []);
  t.deepEqual(done, [
    'put back Secret istioinaction/thing in west (test/x)',
    'start Deployment istioinaction/app in west anew (test/x)',
    'start Deployment istioinaction/other in west anew (test/x)',
  ]);
});

test('what is noted stands in a Secret, not readable at a glance', async (t) => {
  const world = fakeWorld([], {west: [LABELLED]});
  const bench = {...world, signal: new AbortController().signal, say: () => undefined};
  await note('test/x', {cluster: 'west', restore}, bench);
  const metadata = {name: 'eastwest-scenario', namespace};
  const kept = await world.kube('west').get({apiVersion: 'v1', kind: 'Secret', metadata});
  t.truthy(kept);
  t.false(JSON.stringify(kept).includes('thing'));
});

test('a start that was to be made once more is not, when a step has made it', async (t) => {
  const world = fakeWorld([], {west: [rolledOut('app')]});
  const bench = {...world, signal: new AbortController().signal, say: () => undefined};
  const restart = actionOf('restart');
  const first = {...app, onceMore: true};
  for (const undo of await restart.undo(first, bench)) await note('test/x', undo, bench);
  await restart.run(first, bench);
  t.deepEqual(await restart.undo({...app, onceMore: false}, bench), []);
  await restart.run({...app, onceMore: false}, bench);
  t.deepEqual(await takeBackAll(bench), {done: [], leftBehind: []});
});

test('pods other than istiod start anew only once their namespace trusts the root of the plug-in CA', async (t) => {
  const [ours, other] = await Promise.all(
    ['ours', 'other'].map((commonName) => issueRoot({commonName, days: 1}, Date.UTC(2026, 0, 1))),
  );
  const cacerts: KubeObject = {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: {name: 'cacerts', namespace: 'istio-system'},
    data: {'root-cert.pem': Buffer.from(ours?.certificate ?? '').toString('base64')},
  };
  const told = (pem = ''): KubeObject => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {name: 'istio-ca-root-cert', namespace},
    data: {'root-cert.pem': pem},
  });
  const diary: Diary = [];
  const world = fakeWorld(diary, {
    west: [cacerts, told(other?.certificate), rolledOut('app'), rolledOut('istiod')],
  });
  const seen: string[] = [];
  const kube = world.kube('west');
  const bench = {
    ...world,
    signal: new AbortController().signal,
    say: (text: string) => {
      seen.push(text);
      if (text.startsWith('another root')) void kube.apply([told(ours?.certificate)]);
    },
  };
  const istiod = {...deployment, metadata: {...deployment.metadata, name: 'istiod'}};
  await takeBack({cluster: 'west', restart: istiod}, kube, bench);
  t.false(
    seen.some((text) => text.startsWith('another root')),
    'istiod does not wait for itself',
  );
  await takeBack({cluster: 'west', restart: deployment}, kube, bench);
  t.true(seen.includes('another root than that of cacerts'));
  t.deepEqual(
    diary.map((line) => line.split(' ').slice(1, 4).join(' ')),
    ['patch Deployment istiod', 'apply ConfigMap istio-ca-root-cert', 'patch Deployment app'],
  );
});
