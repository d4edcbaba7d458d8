import test from 'ava';
import {judgeCall} from '../../../src/explain/checks/call.js';
import {judgeDataPlane} from '../../../src/explain/checks/data-plane.js';
import {judgeEndpoints, type EndpointsSeen} from '../../../src/explain/checks/endpoints.js';
import {judgeGateways, type GatewaySeen} from '../../../src/explain/checks/gateway-judge.js';
import {judgeLocality} from '../../../src/explain/checks/locality-judge.js';
import {judgePolicy, type ClusterPolicies, type PolicyPod} from '../../../src/explain/checks/policy-judge.js';
import {findingOf, type Judged} from '../../../src/explain/judged.js';
import type {ProxyHosts} from '../../../src/explain/looks/hosts.js';
import type {ProxyPod} from '../../../src/explain/looks/proxies.js';
import type {KubeObject} from '../../../src/drivers/kube/kube.js';
import {clusterNamed, type Plan} from '../../../src/plan/plan.js';
import type {Endpoint} from '../../../src/scenario/measured.js';
import {chapterPlan} from '../../helpers/chapter.js';

const plan = chapterPlan();
const codes = ({faults}: Judged): readonly string[] => faults.map(({code}) => code);
const cause = ({faults: [first]}: Judged): string =>
  first === undefined ? '' : findingOf(first, 'gateway').cause;

const labels = (network: string | undefined): GatewaySeen['labels'] => [
  {object: 'the namespace istio-system', target: 'namespace istio-system', found: 'west-network'},
  {object: 'the Service istio-eastwestgateway', target: '-n istio-system svc x', found: network},
];
const gateway = (more: Partial<GatewaySeen> = {}): GatewaySeen => ({
  cluster: clusterNamed(plan, 'west'),
  deployment: {state: 'ready', seen: 'istio-eastwestgateway 1 ready'},
  service: {there: true, type: 'LoadBalancer', addresses: ['172.18.255.102']},
  labels: labels('west-network'),
  opening: ['cross-network-gateway'],
  ports: [15021, 15090, 15443],
  sni: {all: 21, own: 3},
  services: 3,
  reached: [
    {from: 'east-control-plane', to: 'west-control-plane', outcome: 'connected'},
    {from: 'mypc', to: 'west-control-plane', outcome: 'connected'},
  ],
  ...more,
});
const gateways = (more: Partial<GatewaySeen>): readonly string[] =>
  codes(judgeGateways([gateway(more)], plan));

test('gateway: one that is complete is well, and on one network none is needed', (t) => {
  t.deepEqual(gateways({}), []);
  t.deepEqual(codes(judgeGateways([], plan)), []);
});

test('gateway: each part that is missing has its name, the cause before what follows from it', (t) => {
  const gone = {ports: undefined, sni: undefined, opening: [], reached: []};
  t.is(
    gateways({...gone, deployment: {state: 'missing', seen: 'no istio-eastwestgateway'}})[0],
    'gateway-missing',
  );
  t.is(gateways({...gone, deployment: {state: 'none wanted', seen: 'scaled to 0'}})[0], 'gateway-missing');
  const cut = {service: {there: true, type: 'ClusterIP', addresses: []}, reached: []};
  t.deepEqual(gateways(cut), ['gateway-no-address']);
  t.deepEqual(gateways({labels: labels(undefined)}), ['gateway-network-label']);
  t.deepEqual(gateways({labels: labels('west-network-1')}), ['gateway-network-label']);
  const labelCause = (found: string | undefined): string =>
    judgeGateways([gateway({labels: labels(found)})], plan).faults[0]?.holes['found'] ?? '';
  t.is(labelCause(undefined), 'has no label topology.istio.io/network');
  t.is(labelCause('west-network-1'), 'is labelled topology.istio.io/network=west-network-1');
  const closed = gateway({opening: [], ports: [15021, 15090], sni: {all: 0, own: 0}});
  t.is(codes(judgeGateways([closed], plan))[0], 'services-not-exposed');
  t.deepEqual(gateways({ports: [15021, 15090]}), ['gateway-not-listening']);
  t.deepEqual(gateways({sni: {all: 0, own: 0}}), ['gateway-no-sni-clusters']);
  t.deepEqual(gateways({sni: {all: 9, own: 0}}), ['gateway-no-sni-clusters']);
  t.deepEqual(gateways({sni: {all: 9, own: 0}, services: 0}), [], 'the lab has no service of its own');
  const vanished = [{from: 'mypc', to: 'west-control-plane', outcome: 'no answer'}] as const;
  t.deepEqual(gateways({reached: vanished}), ['gateway-unreachable']);
});

test('gateway: one that starts is waited for', (t) => {
  const starting = gateway({
    deployment: {state: 'starting', seen: 'it is starting'},
    ports: undefined,
    sni: undefined,
    opening: [],
  });
  const judged = judgeGateways([starting], plan);
  t.deepEqual(codes(judged), []);
  t.is(judged.pending, 'the east-west gateway of west is starting');
});

test('gateway: where nobody could try the way in, nobody can say', (t) => {
  const untried = [{from: 'mypc', to: 'west-control-plane', outcome: 'not tried'}] as const;
  const judged = judgeGateways([gateway({reached: untried})], plan);
  t.deepEqual(codes(judged), []);
  t.is(judged.pending, 'could not ask mypc whether it reaches west-control-plane');
});

const host = (address: string, region: string, more: Partial<Endpoint> = {}): Endpoint => ({
  address,
  port: address.startsWith('172.') ? 15443 : 8080,
  priority: 0,
  weight: 1,
  locality: {region, zone: '0'},
  health: 'HEALTHY',
  outlier: 'OK',
  ...more,
});
const WEST = host('10.10.0.23', 'westus');
const EAST = host('172.18.255.202', 'eastus');
const pod = (cluster: string, deployment: string): ProxyPod => ({
  cluster,
  namespace: 'istioinaction',
  deployment,
  pod: `${deployment}-1`,
  labels: {},
});
const proxyOf = (hosts: readonly Endpoint[]): ProxyHosts => ({
  proxy: pod('west', 'webapp'),
  services: [{service: 'simple-backend', hosts}],
});
const gatewayAddresses = new Map([
  ['west', '172.18.255.102'],
  ['east', '172.18.255.202'],
]);
const known = (hosts: readonly Endpoint[], inEast = 1): EndpointsSeen => ({
  gateways: gatewayAddresses,
  clusters: [
    {cluster: 'west', ready: new Map([['simple-backend', 1]]), proxies: [proxyOf(hosts)]},
    {cluster: 'east', ready: new Map([['simple-backend', inEast]]), proxies: []},
  ],
});
const ended = (hosts: readonly Endpoint[], inEast = 1): readonly string[] =>
  codes(judgeEndpoints(known(hosts, inEast), plan));

test('endpoints: the other cluster by its gateway is well, missing or by its pods it is not', (t) => {
  t.deepEqual(ended([WEST, EAST]), []);
  t.deepEqual(ended([WEST]), ['no-remote-endpoints']);
  t.deepEqual(ended([WEST], 0), [], 'nobody is ready there');
  t.deepEqual(ended([WEST, host('10.20.0.17', 'eastus')]), ['endpoints-not-by-gateway']);
  t.deepEqual(ended([WEST, host('172.18.255.222', 'eastus')]), ['endpoints-not-by-gateway']);
});

const rule = (outlierDetection: object | undefined, more: object = {}): KubeObject => ({
  apiVersion: 'networking.istio.io/v1beta1',
  kind: 'DestinationRule',
  metadata: {name: 'simple-backend-dr', namespace: 'istioinaction'},
  spec: {
    host: 'simple-backend.istioinaction.svc.cluster.local',
    trafficPolicy: {
      connectionPool: {http: {http2MaxRequests: 10, maxRequestsPerConnection: 10}},
      ...(outlierDetection === undefined ? {} : {outlierDetection}),
    },
    ...more,
  },
});
const SOUND = {consecutive5xxErrors: 1, interval: '20s', baseEjectionTime: '30s'};
const nodeLabels = (region: string) => ({
  'topology.kubernetes.io/region': region,
  'topology.kubernetes.io/zone': '0',
});
const local = (
  hosts: readonly Endpoint[],
  rules: readonly KubeObject[] = [],
  west: Readonly<Record<string, string>> = nodeLabels('westus'),
  {runtimePercent = 100, of = plan}: {runtimePercent?: number | null; of?: Plan} = {},
): readonly string[] => codes(localJudged(hosts, rules, west, runtimePercent ?? undefined, of));
const localJudged = (
  hosts: readonly Endpoint[],
  rules: readonly KubeObject[],
  west: Readonly<Record<string, string>>,
  runtimePercent: number | undefined,
  of: Plan,
): Judged =>
  judgeLocality(
    {
      gateways: gatewayAddresses,
      clusters: [
        {cluster: 'west', labels: west, proxies: [{...proxyOf(hosts), runtimePercent}], rules},
        {cluster: 'east', labels: nodeLabels('eastus'), proxies: [], rules: []},
      ],
    },
    of,
  );
const FAR = {...EAST, priority: 1};

test('locality: no rule is no fault, and the book’s is well', (t) => {
  t.deepEqual(local([WEST, EAST]), []);
  t.deepEqual(local([WEST, FAR], [rule(SOUND)]), []);
});

test('locality: each way in which a rule comes to nothing has its name', (t) => {
  t.deepEqual(local([WEST, EAST], [rule(undefined)]), ['outlier-detection-missing']);
  t.deepEqual(
    local([WEST, EAST], [rule({consecutiveErrors: 1, interval: '20s'})])[0],
    'outlier-field-ignored',
  );
  t.deepEqual(local([WEST, FAR], [rule({...SOUND, consecutive5xxErrors: 0})]), ['ejection-never']);
});

/** Asked of a proxy that has no runtime value, or another one than the lab's. */
const ejecting = (outlier: object, runtimePercent: number | null, of = plan): readonly string[] =>
  local([WEST, FAR], [rule({...SOUND, ...outlier})], nodeLabels('westus'), {runtimePercent, of});
const istioProxy = (istio: string): Plan => ({
  ...plan,
  clusters: plan.clusters.map((cluster) => ({...cluster, istio: {version: istio}})),
  supplied: {...plan.supplied, proxy: {kind: 'istio-proxy', version: istio}},
});

test('locality: the percentage counts as the proxy has it in effect', (t) => {
  t.deepEqual(ejecting({maxEjectionPercent: 1}, null), ['ejection-never']);
  t.deepEqual(ejecting({maxEjectionPercent: 1}, 100), [], 'the runtime value overrides the rule');
  t.deepEqual(ejecting({maxEjectionPercent: 100}, 1), ['ejection-never'], 'also the other way round');
  t.deepEqual(ejecting({maxEjectionPercent: 50}, null), [], 'one of two');
  t.deepEqual(ejecting({}, null), ['ejection-never'], '10 where nobody says it');
});

test('locality: istio-proxy up to Istio 1.19 ejects one host whatever the percentage', (t) => {
  for (const version of ['1.17.2', '1.19.9'])
    t.deepEqual(ejecting({maxEjectionPercent: 1}, null, istioProxy(version)), [], version);
  t.deepEqual(ejecting({maxEjectionPercent: 1}, null, istioProxy('1.20.0')), ['ejection-never']);
});

test('locality: minHealthPercent does no harm as long as healthy hosts stand by', (t) => {
  t.deepEqual(local([WEST, FAR], [rule({...SOUND, minHealthPercent: 60})]), []);
  for (const ill of [{health: 'UNHEALTHY'}, {outlier: 'FAILED'}] as const)
    t.deepEqual(local([WEST, {...FAR, ...ill}], [rule({...SOUND, minHealthPercent: 60})]), [
      'ejection-never',
    ]);
});

test('locality: the planted rule is named though only one proxy goes by it, with what puts that proxy right', (t) => {
  const {faults} = judgeLocality(
    {
      gateways: gatewayAddresses,
      clusters: [
        {
          cluster: 'west',
          labels: nodeLabels('westus'),
          proxies: [
            {...proxyOf([WEST, FAR]), runtimePercent: 100},
            {...proxyOf([WEST, FAR]), proxy: pod('west', 'istio-ingressgateway'), runtimePercent: 1},
          ],
          rules: [rule({...SOUND, maxEjectionPercent: 1})],
        },
      ],
    },
    plan,
  );
  const [first] = faults;
  t.is(first?.code, 'ejection-never');
  const found = first && findingOf(first, 'locality');
  const remedy = found?.remedy ?? [];
  t.regex(
    found?.cause ?? '',
    /the proxy of istio-ingressgateway ejects nobody: the runtime value \S+ is 1, /,
  );
  t.is(remedy.length, 2);
  t.regex(remedy[1] ?? '', /patch deploy\/istio-ingressgateway .*"proxy\.istio\.io\/config":null/);
});

test('locality: a rule for a service of one region, and one of subsets only, are left alone', (t) => {
  t.deepEqual(local([WEST], [rule(undefined)]), []);
  const subsets = {...rule(undefined), spec: {host: 'simple-backend', subsets: [{name: 'west'}]}};
  t.deepEqual(local([WEST, EAST], [subsets]), []);
  t.deepEqual(local([WEST, FAR], [rule(undefined), rule(SOUND)]), [], 'another has what this one lacks');
});

test('locality: labels that are missing come before pods that are older than them', (t) => {
  const nowhere = {...WEST, locality: {region: '', zone: ''}};
  t.is(local([nowhere, FAR], [rule(SOUND)], {})[0], 'locality-labels-missing');
  t.is(local([nowhere, FAR], [rule(SOUND)])[0], 'pods-older-than-labels');
});

test('locality: a proxy that counts as being elsewhere has no priorities', (t) => {
  t.deepEqual(local([WEST, EAST], [rule(SOUND)]), ['pods-older-than-labels']);
});

test('locality: hosts in other zones of the own region come after the near ones, and before those of other regions', (t) => {
  const other = {...FAR, address: '10.10.0.99', locality: {region: 'westus', zone: '1'}};
  t.deepEqual(local([WEST, other, {...EAST, priority: 2}], [rule(SOUND)]), []);
  t.deepEqual(local([WEST, other, FAR], [rule(SOUND)]), ['pods-older-than-labels'], 'as near as the far one');
});

const person = (name: string, serviceAccount: string, more: Partial<PolicyPod> = {}): PolicyPod => ({
  namespace: 'istioinaction',
  name: `${name}-1`,
  labels: {app: name},
  serviceAccount,
  proxy: true,
  ...more,
});
const INGRESS = person('istio-ingressgateway', 'istio-ingressgateway-service-account', {
  namespace: 'istio-system',
});
const policies = (cluster: string, pods: readonly PolicyPod[], more: Partial<ClusterPolicies> = {}) => ({
  cluster,
  authorization: [],
  peerAuthentication: [],
  pods: [INGRESS, ...pods],
  ...more,
});
const allow = (app: string, account: string): KubeObject => ({
  apiVersion: 'security.istio.io/v1beta1',
  kind: 'AuthorizationPolicy',
  metadata: {name: 'allow-only-ingress', namespace: 'istioinaction'},
  spec: {
    selector: {matchLabels: {app}},
    rules: [{from: [{source: {principals: [`cluster.local/ns/istio-system/sa/${account}`]}}]}],
  },
});
const west = [person('webapp', 'webapp'), person('simple-backend', 'simple-backend')];
const east = [person('catalog', 'catalog'), person('simple-backend', 'simple-backend')];
/** Nobody has called as yet. */
const UNHEARD = {logs: [], refusals: []};
const ruled = (more: Partial<ClusterPolicies>): Judged =>
  judgePolicy([policies('west', west, more), policies('east', east)], UNHEARD);

test('policy: the book’s policy is well; a principal that nobody is, is not', (t) => {
  const right = allow('simple-backend', 'istio-ingressgateway-service-account');
  t.deepEqual(codes(ruled({authorization: [right]})), []);
  const wrong = ruled({authorization: [allow('simple-backend', 'istio-ingressgateway')]});
  t.deepEqual(codes(wrong), ['policy-wrong-principal']);
  t.regex(
    cause(wrong),
    /allows cluster\.local\/ns\/istio-system\/sa\/istio-ingressgateway, which no workload/,
  );
});

test('policy: one for pods of the other cluster is in the wrong one', (t) => {
  const policy = allow('catalog', 'istio-ingressgateway-service-account');
  t.deepEqual(codes(ruled({authorization: [policy]})), ['policy-wrong-cluster']);
  const both = [
    policies('west', west, {authorization: [policy]}),
    policies('east', east, {authorization: [policy]}),
  ];
  t.deepEqual(codes(judgePolicy(both, UNHEARD)), [], 'it lies where the pods are, too');
});

test('policy: STRICT hurts only where somebody has no proxy', (t) => {
  const strict: KubeObject = {
    apiVersion: 'security.istio.io/v1beta1',
    kind: 'PeerAuthentication',
    metadata: {name: 'strict', namespace: 'istioinaction'},
    spec: {mtls: {mode: 'STRICT'}},
  };
  t.deepEqual(codes(ruled({peerAuthentication: [strict]})), []);
  const plain = person('plain-client', 'default', {namespace: 'default', proxy: false});
  const dns = person('coredns', 'coredns', {namespace: 'kube-system', proxy: false});
  const pods = [INGRESS, ...west];
  t.deepEqual(codes(ruled({peerAuthentication: [strict], pods: [...pods, dns]})), []);
  t.deepEqual(codes(ruled({peerAuthentication: [strict], pods: [...pods, plain]})), ['strict-plain-client']);
  t.deepEqual(codes(ruled({pods: [...pods, plain]})), []);
});

test('data plane: a proxy that istiod does not know, and one that is behind', (t) => {
  const seen = (known: readonly {id: string; behind: readonly string[]}[]): readonly string[] =>
    codes(judgeDataPlane([{cluster: 'west', proxies: [pod('west', 'webapp')], known}]));
  const id = 'webapp-1.istioinaction';
  t.deepEqual(seen([{id, behind: []}]), []);
  t.deepEqual(seen([]), ['proxy-not-connected']);
  t.deepEqual(seen([{id, behind: ['CDS']}]), ['proxy-stale']);
  t.deepEqual(
    seen([
      {id, behind: ['CDS']},
      {id, behind: []},
    ]),
    [],
    'the istiod of before has an entry of its own',
  );
});

test('call: 200 is well, everything else is told as it came', (t) => {
  const url = 'http://172.18.255.101/api/catalog';
  t.deepEqual(codes(judgeCall({url, status: '200', body: '[]'}, plan)), []);
  t.deepEqual(codes(judgeCall(undefined, plan)), []);
  const failed = judgeCall({url, status: '503', body: 'upstream connect error'}, plan);
  t.deepEqual(codes(failed), ['call-fails']);
  t.regex(cause(failed), /gets 503 \(upstream connect error\)/);
  t.regex(cause(judgeCall({url, status: '000', body: ''}, plan)), /gets no answer/);
});
