import {writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import test from 'ava';
import {stringify} from 'yaml';
import type {KubeObject} from '../../../src/drivers/kube/kube.js';
import {byOwnApi} from '../../../src/loadbalancer/host-network.js';
import {loadBalancerSteps} from '../../../src/loadbalancer/index.js';
import {untouchableDrivers} from '../../fakes/drivers.js';
import {keepingKube} from '../../fakes/world.js';
import {chapterPlan, SUPPLIED} from '../../helpers/chapter.js';
import {tempFolder} from '../../helpers/temp-folder.js';

const OWN = [
  {name: 'KUBERNETES_SERVICE_HOST', value: '127.0.0.1'},
  {name: 'KUBERNETES_SERVICE_PORT', value: '6443'},
];
const NODE_NAME = {name: 'METALLB_NODE_NAME', valueFrom: {fieldRef: {fieldPath: 'spec.nodeName'}}};

/** A workload of MetalLB's release, as far as it matters. */
const workload = (kind: string, name: string, pod: object): KubeObject => ({
  apiVersion: 'apps/v1',
  kind,
  metadata: {name, namespace: 'metallb-system'},
  spec: {selector: {matchLabels: {component: name}}, template: {metadata: {labels: {a: 'b'}}, spec: pod}},
});
const speaker = workload('DaemonSet', 'speaker', {
  hostNetwork: true,
  containers: [{name: 'speaker', image: 'speaker:v0.13.12', env: [NODE_NAME]}],
});
const controller = workload('Deployment', 'controller', {containers: [{name: 'controller'}]});

test('the speaker asks the API server of its own node, and keeps all else', (t) => {
  t.deepEqual(
    byOwnApi(speaker),
    workload('DaemonSet', 'speaker', {
      hostNetwork: true,
      containers: [{name: 'speaker', image: 'speaker:v0.13.12', env: [NODE_NAME, ...OWN]}],
    }),
  );
  t.deepEqual(byOwnApi(byOwnApi(speaker)), byOwnApi(speaker));
});

test('what has a network of its own has no way to the node’s loopback and is left alone', (t) => {
  t.is(byOwnApi(controller), controller);
  const rule = {apiVersion: 'v1', kind: 'ConfigMap', metadata: {name: 'x'}};
  t.is(byOwnApi(rule), rule);
});

test('up applies it so, whichever supply the manifest is from, and mends a lab that has the release’s own', async (t) => {
  const metallbManifest = join(await tempFolder(t), 'metallb-native.yaml');
  await writeFile(metallbManifest, [controller, speaker].map((one) => stringify(one)).join('---\n'));
  const plan = chapterPlan({...SUPPLIED, metallbManifest});
  const certificate = {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: {name: 'webhook-server-cert', namespace: 'metallb-system'},
    data: {'tls.crt': 'eA=='},
  };
  const kept = keepingKube('west', [certificate, controller, speaker], []);
  const drivers = {...untouchableDrivers(), kubeFor: () => kept};
  const step = loadBalancerSteps(plan, drivers).find(({id}) => id === 'loadbalancer.west.metallb');
  if (step === undefined) return t.fail('no step');
  const context = {signal: new AbortController().signal, say: () => undefined};
  t.like(await step.done(context), {done: false});
  await step.run(context);
  t.like(await step.done(context), {done: true});
  t.deepEqual(await kept.get(speaker), byOwnApi(speaker));
});
