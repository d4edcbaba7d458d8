import test from 'ava';
import type {KubeObject} from '../../../src/drivers/kube/kube.js';
import {explain} from '../../../src/explain/index.js';
import type {FindingCode} from '../../../src/findings/index.js';
import type {AnsweringLab} from '../../fakes/answering-lab.js';
import {healthyLab, kubeconfig} from '../../fakes/healthy-lab.js';
import {samplePlan} from '../../helpers/chapter.js';

const explained = (lab: AnsweringLab) => explain(lab, {signal: new AbortController().signal});

test('a lab in which all is well gives no finding, and every check has seen both clusters', async (t) => {
  const lab = await healthyLab();
  const said = await explained(lab);
  t.is(said.finding, undefined, JSON.stringify(said.checks.at(-1)));
  t.deepEqual(
    said.checks.filter(({state}) => state !== 'ok').map(({id, state, reason}) => [id, state, reason]),
    [],
  );
  for (const {id, evidence} of said.checks.filter(({id}) => id !== 'call' && id !== 'network'))
    t.true(
      ['west', 'east'].every((name) => evidence.some(({of}) => of === name)),
      id,
    );
  t.deepEqual(
    lab.clock.slept.filter((ms) => ms < 5000),
    [],
    'nothing was looked at twice',
  );
});

for (const name of ['one', 'three', 'four'] as const) {
  test(`the lab of ${name} in which all is well gives no finding, and every cluster was seen`, async (t) => {
    const lab = await healthyLab(samplePlan(name));
    const said = await explained(lab);
    t.is(said.verdict, 'healthy', JSON.stringify(said.finding ?? said.checks));
    for (const {id, evidence} of said.checks.filter(({id}) => !['call', 'network'].includes(id))) {
      // Alone a cluster reads no other, and needs no gateway to one.
      if (name === 'one' && ['remote-secret', 'gateway'].includes(id)) continue;
      for (const {name: cluster} of lab.plan.clusters)
        t.true(
          evidence.some(({of}) => of === cluster),
          id,
        );
    }
  });
}

test('of three clusters the pair that does not hold is named', async (t) => {
  const lab = await healthyLab(samplePlan('three'));
  const secret = 'istio-remote-secret-east-cluster';
  gone('south', 'Secret', secret)(lab);
  const {finding} = await explained(lab);
  t.is(finding?.code, 'remote-secret-missing');
  t.regex(finding?.cause ?? '', /^south has no remote secret for east/);
});

test('of three clusters a proxy that lacks the pods of one of them is named', async (t) => {
  const lab = await healthyLab(samplePlan('three'));
  const {pages} = answersOf(lab, 'south');
  const page = [...pages.keys()].find((key) => /^shop-.*clusters/.test(key)) ?? '';
  pages.set(page, {cluster_statuses: []});
  const {finding} = await explained(lab);
  t.is(finding?.code, 'no-remote-endpoints');
  t.regex(finding?.cause ?? '', /^shop in south has no endpoint of catalog in east/);
});

test('nothing secret is in what it says', async (t) => {
  const said = JSON.stringify(await explained(await healthyLab()));
  t.false(said.includes('token-of-'));
  t.false(said.includes('PRIVATE KEY'));
});

type Break = (lab: AnsweringLab) => void;

const answersOf = (lab: AnsweringLab, cluster: string) => {
  const found = lab.clusters.get(cluster);
  if (found === undefined) throw new Error(cluster);
  return found;
};
const change =
  (cluster: string, kind: string, name: string, make: (object: KubeObject) => readonly KubeObject[]): Break =>
  (lab) => {
    const answers = answersOf(lab, cluster);
    const before = answers.objects;
    answers.objects = before.flatMap((one) =>
      one.kind === kind && one.metadata.name === name ? make(one) : [one],
    );
    if (!before.some((one) => one.kind === kind && one.metadata.name === name)) throw new Error(`no ${name}`);
  };
const gone = (cluster: string, kind: string, name: string): Break => change(cluster, kind, name, () => []);
const labelled = (cluster: string, kind: string, name: string, labels: Record<string, string>): Break =>
  change(cluster, kind, name, (one) => [{...one, metadata: {...one.metadata, labels}}]);
const scaled =
  (cluster: string, name: string): Break =>
  (lab) => {
    change(cluster, 'Deployment', name, (one) => [{...one, spec: {...(one['spec'] as object), replicas: 0}}])(
      lab,
    );
    const answers = answersOf(lab, cluster);
    answers.objects = answers.objects.filter(
      ({kind, metadata}) => kind !== 'Pod' || !metadata.name.startsWith(`${name}-5d`),
    );
  };
const secret = (text: string): Break =>
  change('west', 'Secret', 'istio-remote-secret-east-cluster', (one) => [
    {...one, data: {'east-cluster': Buffer.from(text).toString('base64')}},
  ]);
const page =
  (cluster: string, begins: string, of: string, value: unknown): Break =>
  (lab) => {
    const {pages} = answersOf(lab, cluster);
    const key = [...pages.keys()].find((one) => one.startsWith(begins) && one.endsWith(of));
    if (key === undefined) throw new Error(`no page ${of} of ${begins}`);
    pages.set(key, value);
  };

const EAST = 'https://east-control-plane:6443';
const BREAKS: Readonly<Partial<Record<FindingCode, Break>>> = {
  'engine-down': (lab) => (lab.engine = false),
  'node-paused': (lab) => {
    const node = lab.containers.get('east-control-plane');
    if (node !== undefined) lab.containers.set(node.name, {...node, paused: true});
  },
  'node-address-changed': secret(kubeconfig('https://172.18.0.2:6443', 'CA of east', 'token-of-east')),
  'node-unreachable': (lab) =>
    (lab.onExec = (container, command) =>
      container === 'west-control-plane' || !command.some((word) => word.includes('west-control-plane:6443'))
        ? undefined
        : {exitCode: 28, stdout: '0.000000'}),
  'api-down': (lab) => (answersOf(lab, 'east').ready = false),
  'istiod-down': scaled('west', 'istiod'),
  'no-address-pool': gone('east', 'IPAddressPool', 'default'),
  'cacerts-missing': gone('east', 'Secret', 'cacerts'),
  'remote-secret-missing': gone('west', 'Secret', 'istio-remote-secret-east-cluster'),
  'remote-secret-loopback': secret(kubeconfig('https://127.0.0.1:38391', 'CA of east', 'token-of-east')),
  'remote-secret-wrong-cluster': secret(
    kubeconfig('https://west-control-plane:6443', 'CA of west', 'token-of-west'),
  ),
  'remote-secret-wrong-ca': secret(kubeconfig(EAST, 'CA of west', 'token-of-east')),
  'remote-secret-token': secret(kubeconfig(EAST, 'CA of east', 'another')),
  'remote-secret-not-synced': page('west', 'istiod', 'clusterz', [
    {id: 'east-cluster', syncStatus: 'timeout'},
  ]),
  'gateway-missing': gone('east', 'Deployment', 'istio-eastwestgateway'),
  'gateway-no-address': change('east', 'Service', 'istio-eastwestgateway', (one) => [
    {...one, spec: {type: 'ClusterIP'}, status: {}},
  ]),
  'gateway-network-label': labelled('east', 'Service', 'istio-eastwestgateway', {app: 'x'}),
  'services-not-exposed': gone('east', 'Gateway', 'cross-network-gateway'),
  'gateway-no-sni-clusters': page('east', 'istio-eastwestgateway', 'clusters?format=json', {
    cluster_statuses: [{name: 'BlackHoleCluster'}],
  }),
  'namespace-not-injected': labelled('east', 'Namespace', 'istioinaction', {}),
  'app-down': scaled('west', 'webapp'),
  'stub-service-missing': gone('west', 'Service', 'catalog'),
  'no-remote-endpoints': page('west', 'webapp', 'clusters?format=json', {cluster_statuses: []}),
  'locality-labels-missing': labelled('west', 'Node', 'west-control-plane', {}),
  'proxy-not-connected': page('east', 'istiod', 'syncz', []),
  'call-fails': (lab) =>
    (lab.onExec = (_container, command) =>
      command.some((word) => word.startsWith('Host: ')) ? {exitCode: 0, stdout: 'no\n503'} : undefined),
};

for (const [code, breaks] of Object.entries(BREAKS)) {
  test(`a lab with one thing broken is told so: ${code}`, async (t) => {
    const lab = await healthyLab();
    breaks(lab);
    const said = await explained(lab);
    const broken = said.checks.find(({state}) => state === 'fault');
    t.is(said.finding?.code, code, JSON.stringify(broken ?? said.checks));
    t.false(/\$\{/.test(JSON.stringify(said)), 'a hole is not filled');
    const {remedy = []} = said.finding ?? {};
    t.true(remedy.length > 0, 'no line is left');
    for (const line of remedy) t.notRegex(line, /<[^>]*>|‹|…|crictl| {2}/);
    t.true(said.seconds <= 10, `${said.seconds} s`);
  });
}

test('an API server that does not answer in time is no finding where the machine itself is overloaded', async (t) => {
  const lab = await healthyLab();
  const kube: AnsweringLab['kube'] = (name) => ({
    ...lab.kube(name),
    ready: () => (name === 'east' ? Promise.reject(new Error('no answer in 3 s')) : Promise.resolve(true)),
  });
  const said = (overload?: string) =>
    explain({...lab, kube, overload: () => overload}, {signal: new AbortController().signal});
  t.is((await said()).finding?.code, 'api-down');
  const busy = await said('this machine is overloaded');
  t.deepEqual([busy.verdict, busy.finding], ['unknown', undefined]);
  t.regex(busy.checks.find(({id}) => id === 'control-plane')?.reason ?? '', /no answer in 3 s; this machine/);
});

test('an address that Kubernetes still has of before is nobody’s fault in a node that was started a moment ago', async (t) => {
  const saidOf = async (sinceMs: number) => {
    const lab = await healthyLab();
    change('west', 'Endpoints', 'kubernetes', (one) => [
      {...one, subsets: [{addresses: [{ip: '172.18.0.77'}]}]},
    ])(lab);
    const node = lab.containers.get('west-control-plane');
    if (node !== undefined)
      lab.containers.set(node.name, {...node, startedAtMs: lab.clock.date().getTime() - sinceMs});
    return explained(lab);
  };
  const young = await saidOf(12_000);
  t.is(young.verdict, 'unknown');
  t.regex(young.checks[0]?.reason ?? '', /was started \d\d s ago, and the Service kubernetes still says/);
  t.is((await saidOf(120_000)).finding?.code, 'node-address-changed');
});
