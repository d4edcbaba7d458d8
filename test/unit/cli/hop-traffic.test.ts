import test, {type ExecutionContext} from 'ava';
import {hopTraffic} from '../../../src/cli/hop-traffic.js';
import type {OpenLab} from '../../../src/cli/open-lab.js';
import type {Docker} from '../../../src/drivers/docker/docker.js';
import type {Kube, KubeObject, KubeRef} from '../../../src/drivers/kube/kube.js';
import type {StepEvent} from '../../../src/engine/events.js';
import type {HopTraffic} from '../../../src/upgrade/index.js';
import {untouchable, untouchableDrivers} from '../../fakes/drivers.js';
import {TrafficClient} from '../../fakes/traffic-client.js';
import {chapterPlan, samplePlan} from '../../helpers/chapter.js';

const INGRESS: KubeObject = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: {name: 'istio-ingressgateway', namespace: 'istio-system'},
  status: {loadBalancer: {ingress: [{ip: '172.18.255.101'}]}},
};
const ENDING: KubeObject = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {name: 'old', namespace: 'istio-system', deletionTimestamp: '2026-01-01T00:00:00Z'},
};

const keyOf = ({kind, metadata}: KubeRef): string => `${kind} ${metadata.name}`;

/** A cluster in which everything rolls out at once; `ending` pods are gone one look later each. */
function cluster(ending: {left: number}, diary: string[]): Kube {
  const kept = new Map([[keyOf(INGRESS), INGRESS]]);
  const status = {replicas: 1, updatedReplicas: 1, availableReplicas: 1};
  return untouchable<Kube>('kube', {
    get: (ref) => Promise.resolve(kept.get(keyOf(ref))),
    list: (_apiVersion, _kind, {namespace} = {}) => {
      if (namespace !== undefined || ending.left <= 0) return Promise.resolve([]);
      ending.left--;
      return Promise.resolve([ENDING]);
    },
    apply: (given) => {
      for (const one of given) {
        kept.set(keyOf(one), one.kind === 'Deployment' ? {...one, status} : one);
        diary.push(`apply ${keyOf(one)}`);
      }
      return Promise.resolve();
    },
    remove: (ref) => {
      kept.delete(keyOf(ref));
      diary.push(`remove ${keyOf(ref)}`);
      return Promise.resolve();
    },
  });
}

/** The calls of a hop in a lab of which the client and the clusters are fakes. */
function lab(t: ExecutionContext, rate?: number) {
  const client = new TrafficClient();
  const diary: string[] = [];
  const ending = {left: 0};
  const kubes = new Map<string, Kube>();
  const docker = untouchable<Docker>('docker', {
    exec: (name, command, more) => {
      if (command[0] === 'curl') return Promise.resolve({exitCode: 0, stdout: '200', stderr: ''});
      if (command[2]?.startsWith('setsid') === true) diary.push('call');
      if (command[2]?.includes('>> "$1.marks"') === true) diary.push(`mark ${command.at(-1)}`);
      return client.exec(name, command, more);
    },
    processorSeconds: client.processorSeconds,
    container: () => Promise.resolve({running: true} as never),
  });
  const kubeFor = (kubeconfig: string): Kube => {
    const found = kubes.get(kubeconfig) ?? cluster(ending, diary);
    kubes.set(kubeconfig, found);
    return found;
  };
  const opened: OpenLab = {
    plan: chapterPlan(),
    drivers: {...untouchableDrivers(), docker, kubeFor},
    chosen: '',
  };
  const events: StepEvent[] = [];
  const {signal} = new AbortController();
  const emit = (event: StepEvent): void => void events.push(event);
  const options = {holdMs: 60_000, signal, emit, ...(rate === undefined ? {} : {rate})};
  const again = (): HopTraffic => {
    const traffic = hopTraffic(opened, options);
    if (traffic === undefined) return t.fail('somebody calls');
    return traffic;
  };
  return {traffic: again(), again, client, diary, ending, events};
}

test('calls begin once all that they need is there, and it is gone at the end', async (t) => {
  const {traffic, client, diary, events} = lab(t, 250);
  await traffic.start('before', false);
  t.true(diary.indexOf('call') > diary.lastIndexOf('apply VirtualService retries-on'));
  t.is(client.begun?.rate, 250);
  t.is(client.begun?.count, 250 * (2 * 3600 + 60), 'an hour or more beside the time that the mesh is held');
  t.true(events.some(({id, state}) => id === 'traffic.answers' && state === 'already'));
  await traffic.begin('west');
  t.deepEqual((await traffic.stop()).phases, ['before', 'west']);
  await traffic.clear();
  t.deepEqual(diary.slice(-2), ['remove Namespace eastwest-traffic', 'remove Namespace eastwest-traffic']);
});

test('a phase is over only when nothing of it is ending any more', async (t) => {
  const {traffic, diary, ending} = lab(t);
  await traffic.start('before', false);
  ending.left = 3;
  await traffic.begin('west');
  t.is(ending.left, 0);
  t.is(diary.at(-1), 'mark west');
});

test('a killed hop goes on with those who still call, under a phase of its own', async (t) => {
  const {traffic, again, client, diary} = lab(t);
  await traffic.start('before', false);
  await traffic.begin('west');
  const first = client.begun;
  const other = again();
  await other.start('resumed', true);
  t.is(client.begun, first);
  t.is(diary.at(-1), 'mark resumed');
  t.deepEqual((await other.stop()).phases, ['before', 'west', 'resumed']);
});

test('a caller that has ended by itself does not leave the mesh half moved; its figures say so', async (t) => {
  const {traffic, client} = lab(t);
  await traffic.start('before', false);
  client.alive = false;
  await t.notThrowsAsync(traffic.begin('west'));
  t.true((await traffic.stop()).endedEarly);
});

test('a hop that was broken off leaves nobody who calls', async (t) => {
  const {traffic, client} = lab(t);
  await traffic.start('before', false);
  await traffic.abandon();
  t.false(client.alive);
  t.deepEqual(client.files, {});
});

test('in a lab of one cluster nobody calls', (t) => {
  const opened: OpenLab = {plan: samplePlan('one'), drivers: untouchableDrivers(), chosen: ''};
  const {signal} = new AbortController();
  t.is(hopTraffic(opened, {holdMs: 0, signal, emit: () => undefined}), undefined);
});
