import test from 'ava';
import {parse} from 'yaml';
import {kindConfig} from '../../../src/clusters/kind-config.js';
import {clusterNamed} from '../../../src/plan/plan.js';
import {chapterPlan} from '../../helpers/chapter.js';

interface KindConfig {
  readonly kind: string;
  readonly networking: {readonly podSubnet: string; readonly serviceSubnet: string};
  readonly nodes: readonly {
    readonly role: string;
    readonly labels: Readonly<Record<string, string>>;
    readonly extraPortMappings: readonly object[];
    readonly kubeadmConfigPatches: readonly string[];
  }[];
}

const plan = chapterPlan();
const west = clusterNamed(plan, 'west');
const config = parse(kindConfig(west)) as KindConfig;
const [node] = config.nodes;

test("it is kind's configuration of one node that is the whole cluster", (t) => {
  t.is(config.kind, 'Cluster');
  t.deepEqual(
    config.nodes.map(({role}) => role),
    ['control-plane'],
  );
});

test('the address ranges are those of the plan', (t) => {
  t.deepEqual(config.networking, {podSubnet: '10.10.0.0/16', serviceSubnet: '10.100.0.0/22'});
});

test("each host port is published on this host's own address only, with the same number in the node", (t) => {
  t.deepEqual(
    node?.extraPortMappings,
    west.hostPorts.map((port) => ({containerPort: port, hostPort: port, listenAddress: '127.0.0.1'})),
  );
  t.is(node?.extraPortMappings.length, 5);
});

test('the node has region and zone as text', (t) => {
  t.deepEqual(node?.labels, {
    'topology.kubernetes.io/region': 'westus',
    'topology.kubernetes.io/zone': '0',
  });
});

test('kubeadm is told to leave out the waits that one node does not need', (t) => {
  const patch = patchOf('ClusterConfiguration') as Record<string, {extraArgs: object}>;
  t.deepEqual(patch['controllerManager']?.extraArgs, {
    'allocate-node-cidrs': 'false',
    'leader-elect': 'false',
  });
  t.deepEqual(patch['scheduler']?.extraArgs, {'leader-elect': 'false'});
});

test('keys are made fast, and no kubelet is started anew while the first pods are waited for', (t) => {
  t.like(patchOf('ClusterConfiguration'), {featureGates: {PublicKeysECDSA: true}});
  t.like(patchOf('KubeletConfiguration'), {rotateCertificates: false});
});

test('pods are scheduled before kind takes the taint of control planes off', (t) => {
  const {nodeRegistration} = patchOf('InitConfiguration') as {nodeRegistration: {taints: {effect: string}[]}};
  t.deepEqual(
    nodeRegistration.taints.map(({effect}) => effect),
    ['PreferNoSchedule'],
  );
});

function patchOf(kind: string): object {
  const patches = (node?.kubeadmConfigPatches ?? []).map((text) => parse(text) as {kind: string});
  const found = patches.find((patch) => patch.kind === kind);
  if (found === undefined) throw new Error(`no patch of ${kind}`);
  return found;
}
