// Needs: the lab of chapter 12, up, with its kubeconfigs in the working directory.
import test from 'ava';
import {InterruptedError} from '../../../src/base/errors.js';
import {drift} from '../../../src/drivers/kube/drift.js';
import type {Kube, KubeObject, KubeRef, PodExecOptions} from '../../../src/drivers/kube/kube.js';
import {freeNodePort} from '../../../src/drivers/kube/node-port.js';
import {refusal} from '../../helpers/error.js';
import {podOf, runningLab} from '../../helpers/running-lab.js';

const OWN = `eastwest-test-${process.pid}`;
const NAMESPACE: KubeObject = {apiVersion: 'v1', kind: 'Namespace', metadata: {name: OWN}};

const config = (name: string, data: Record<string, string>, labels = {}): KubeObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: {name, namespace: OWN, labels},
  data,
});

let kube: Kube;
let webapp: PodExecOptions;

test.before('the lab is up', async () => {
  const lab = await runningLab();
  ({kube} = lab);
  const {namespace} = lab.plan;
  const pod = await podOf(kube, namespace, 'webapp');
  const {signal} = new AbortController();
  webapp = {namespace, pod, container: 'istio-proxy', signal, timeoutMs: 20_000};
  await kube.apply([NAMESPACE]);
});

test.after.always('nothing is left', async (t) => {
  await kube.remove(NAMESPACE);
  const left = await kube.get(NAMESPACE);
  t.true(left === undefined || (left['status'] as {phase?: string}).phase === 'Terminating');
});

const dataOf = async (ref: KubeRef): Promise<unknown> => (await kube.get(ref))?.['data'];

test('the API server is ready', async (t) => {
  t.true(await kube.ready(new AbortController().signal));
});

test('what is not there is undefined, also where the server knows no such kind', async (t) => {
  t.is(await kube.get(config('none', {})), undefined);
  const unknown = {apiVersion: 'none.example/v1', kind: 'None', metadata: {name: 'none', namespace: OWN}};
  t.is(await kube.get(unknown), undefined);
  t.deepEqual(await kube.list('none.example/v1', 'None'), []);
});

test('what is applied is there as it was wanted; what a later version leaves out is gone', async (t) => {
  const first = config('applied', {a: '1', b: '2'}, {app: 'one'});
  await kube.apply([first]);
  const live = await kube.get(first);
  t.deepEqual(live && drift(first, live), []);
  await kube.apply([config('applied', {a: '3'})]);
  t.deepEqual(await dataOf(first), {a: '3'});
});

test('several objects are applied in their order', async (t) => {
  const inner: KubeObject = {apiVersion: 'v1', kind: 'Namespace', metadata: {name: `${OWN}-inner`}};
  const inside = config('inside', {a: '1'});
  const moved = {...inside, metadata: {...inside.metadata, namespace: `${OWN}-inner`}};
  t.teardown(() => kube.remove(inner));
  await kube.apply([inner, moved]);
  t.deepEqual(await dataOf(moved), {a: '1'});
});

test('a list holds what has all the labels, with the kind that each object is', async (t) => {
  await kube.apply([
    config('l1', {}, {set: 'list', half: 'one'}),
    config('l2', {}, {set: 'list', half: 'two'}),
  ]);
  const names = async (labels: Record<string, string>): Promise<string[]> =>
    (await kube.list('v1', 'ConfigMap', {namespace: OWN, labels})).map(({metadata}) => metadata.name).sort();
  t.deepEqual(await names({set: 'list'}), ['l1', 'l2']);
  t.deepEqual(await names({set: 'list', half: 'two'}), ['l2']);
  t.deepEqual(await names({set: 'none'}), []);
  const [first] = await kube.list('v1', 'ConfigMap', {namespace: OWN, labels: {half: 'one'}});
  t.is(first?.kind, 'ConfigMap');
  t.is(first?.apiVersion, 'v1');
});

test('a patch changes what it names and no more', async (t) => {
  const object = config('patched', {a: '1', b: '2'});
  await kube.apply([object]);
  await kube.patch(object, {data: {b: '3'}});
  t.deepEqual(await dataOf(object), {a: '1', b: '3'});
  await kube.patch(object, {data: {a: null}});
  t.deepEqual(await dataOf(object), {b: '3'});
});

const portsOf = async (ref: KubeRef): Promise<Record<string, number>> => {
  const {ports} = (await kube.get(ref))?.['spec'] as {ports: {name: string; nodePort: number}[]};
  return Object.fromEntries(ports.map(({name, nodePort}) => [name, nodePort]));
};

test('a nodePort that another port drew, of the same Service or of another, is to be had', async (t) => {
  const service = (name: string): KubeObject => ({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {name, namespace: OWN},
    spec: {
      type: 'NodePort',
      ports: [
        {name: 'first', port: 1},
        {name: 'second', port: 2},
      ],
    },
  });
  const [mine, other] = [service('mine'), service('other')];
  await kube.apply([mine, other]);
  for (const [holder, wanted] of [
    [mine, (await portsOf(mine))['first']],
    [other, (await portsOf(other))['first']],
  ] as const) {
    if (wanted === undefined) return t.fail('a Service got no nodePort');
    const change = {spec: {ports: [{port: 2, nodePort: wanted}]}};
    const refused = await refusal(t, kube.patch(mine, change));
    t.regex(refused.message, /duplicate nodePort|already allocated/i);
    await freeNodePort(kube, wanted, {namespace: OWN, service: 'mine', port: 2});
    await kube.patch(mine, change);
    t.is((await portsOf(mine))['second'], wanted);
    t.not((await portsOf(holder))['first'], wanted);
    await freeNodePort(kube, wanted, {namespace: OWN, service: 'mine', port: 2});
    t.is((await portsOf(mine))['second'], wanted);
  }
});

test('a Service is made by a create, once, and can be applied after that', async (t) => {
  const service = (port: number): KubeObject => ({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {name: 'made-once', namespace: OWN},
    spec: {type: 'NodePort', ports: [{name: 'http', port}]},
  });
  await kube.createOnce(service(80));
  await kube.createOnce(service(81));
  const made = await kube.get(service(80));
  const {managedFields = []} = made?.metadata as {managedFields?: readonly {operation: string}[]};
  t.deepEqual(
    managedFields.map(({operation}) => operation),
    ['Update'],
  );
  t.like(made, {spec: {ports: [{port: 80}]}});
  await t.notThrowsAsync(kube.apply([service(80)]));
});

test('custom resources can be applied and patched', async (t) => {
  const rule: KubeObject = {
    apiVersion: 'networking.istio.io/v1beta1',
    kind: 'DestinationRule',
    metadata: {name: 'rule', namespace: OWN},
    spec: {host: 'a.example', subsets: [{name: 'v1', labels: {version: 'v1'}}]},
  };
  await kube.apply([rule]);
  await kube.patch(rule, {spec: {host: 'b.example'}});
  const live = await kube.get(rule);
  t.deepEqual(live?.['spec'], {host: 'b.example', subsets: [{name: 'v1', labels: {version: 'v1'}}]});
});

test('what is removed is gone, and to remove it again is no error', async (t) => {
  const object = config('removed', {});
  await kube.apply([object]);
  await kube.remove(object);
  t.is(await kube.get(object), undefined);
  await t.notThrowsAsync(kube.remove(object));
});

test("a refusal carries the server's own words and status", async (t) => {
  const bad = await refusal(t, kube.apply([config('Upper_Case', {})]));
  t.is(bad.code, 'KUBE-422');
  t.regex(bad.message, new RegExp(`^apply ConfigMap ${OWN}/Upper_Case: .*is invalid.*RFC 1123`, 's'));
  const homeless = config('x', {});
  const lost = {...homeless, metadata: {...homeless.metadata, namespace: `${OWN}-none`}};
  const missing = await refusal(t, kube.apply([lost]));
  t.is(missing.code, 'KUBE-404');
  t.regex(missing.message, /namespaces ".*-none" not found/);
});

test('an object of a kind that the server does not know is refused by name', async (t) => {
  const unknown = {apiVersion: 'none.example/v1', kind: 'None', metadata: {name: 'none', namespace: OWN}};
  const error = await refusal(t, kube.apply([unknown]));
  t.is(error.code, 'KUBE-NO-KIND');
  t.is(error.message, 'the cluster does not know None of none.example/v1');
});

test('a command in a pod gives exit code and both streams', async (t) => {
  const ran = await kube.exec(['bash', '-c', 'echo out; echo err >&2; exit 7'], webapp);
  t.deepEqual(ran, {exitCode: 7, stdout: 'out\n', stderr: 'err\n'});
  const good = await kube.exec(['bash', '-c', 'head -c 300000 /dev/zero | tr "\\0" x'], webapp);
  t.is(good.exitCode, 0);
  t.is(good.stdout.length, 300_000);
});

test('a command that does not end is left after its time, or on an abort', async (t) => {
  const late = await refusal(t, kube.exec(['sleep', '30'], {...webapp, timeoutMs: 700}));
  t.is(late.code, 'KUBE-EXEC-FAILED');
  t.regex(late.message, /run sleep in .*webapp.* \(istio-proxy\): no end after 0\.7 s/);
  const interruption = new AbortController();
  const running = kube.exec(['sleep', '30'], {...webapp, signal: interruption.signal});
  interruption.abort();
  t.true((await refusal(t, running)) instanceof InterruptedError);
});

test('a program, a container or a pod that is not there is an error that says which', async (t) => {
  const program = await kube.exec(['no-such-program'], webapp).then(({exitCode}) => exitCode, String);
  t.not(program, 0);
  const container = await refusal(t, kube.exec(['true'], {...webapp, container: 'none'}));
  t.is(container.code, 'KUBE-EXEC-FAILED');
  const pod = await refusal(t, kube.exec(['true'], {...webapp, pod: 'no-such-pod'}));
  t.is(pod.code, 'KUBE-EXEC-FAILED');
  t.regex(pod.message, /no-such-pod/);
  t.notRegex(pod.message, /\[object/);
});

test('the log of a container is read, all of it or its end', async (t) => {
  const istiod = await podOf(kube, 'istio-system', 'istiod');
  const all = await kube.logs('istio-system', istiod, 'discovery');
  t.true(all.split('\n').length > 5);
  const end = await kube.logs('istio-system', istiod, 'discovery', 1);
  t.true(end.length < all.length);
  const error = await refusal(t, kube.logs('istio-system', istiod, 'none'));
  t.is(error.code, 'KUBE-400');
  t.regex(error.message, /container none is not valid/);
});
