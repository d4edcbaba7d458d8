import test from 'ava';
import {judgeControlPlane, type ControlPlaneSeen} from '../../../src/explain/checks/control-plane.js';
import {judgeHost, type HostSeen, type NodeSeen} from '../../../src/explain/checks/host-judge.js';
import {judgeLoadBalancer, type BalancerSeen} from '../../../src/explain/checks/load-balancer.js';
import {judgeNetwork} from '../../../src/explain/checks/network.js';
import {findingOf, type Judged} from '../../../src/explain/judged.js';
import {outcomeOf, type Reached} from '../../../src/explain/looks/reach.js';

const codes = ({faults}: Judged): readonly string[] => faults.map(({code}) => code);
const cause = ({faults: [first]}: Judged): string =>
  first === undefined ? '' : findingOf(first, 'host').cause;

const node = (cluster: string, address: string, more: Partial<NodeSeen> = {}): NodeSeen => ({
  cluster,
  node: `${cluster}-control-plane`,
  state: 'running',
  address,
  aheadS: 0.4,
  believed: [
    {believer: 'its Kubernetes node object', address},
    {believer: 'the Service kubernetes', address},
  ],
  ...more,
});
const host = (west: Partial<NodeSeen> = {}, more: Partial<HostSeen> = {}): HostSeen => ({
  engine: '20.10.24',
  nodes: [node('west', '172.18.0.2', west), node('east', '172.18.0.3')],
  client: {name: 'mypc', running: true},
  ...more,
});

test('host: two nodes that run at their addresses are well', (t) => {
  const judged = judgeHost(host());
  t.deepEqual(codes(judged), []);
  t.deepEqual(
    judged.evidence.map(({of}) => of),
    ['host', 'west', 'east'],
  );
});

test('host: no engine, and each state of a node, has its name', (t) => {
  t.deepEqual(codes(judgeHost(host({}, {engine: undefined, nodes: []}))), ['engine-down']);
  for (const [state, code] of [
    ['missing', 'node-missing'],
    ['stopped', 'node-stopped'],
    ['paused', 'node-paused'],
  ] as const) {
    t.deepEqual(codes(judgeHost(host({state, address: undefined, believed: []}))), [code]);
  }
  t.deepEqual(codes(judgeHost(host({}, {client: {name: 'mypc', running: false}}))), ['client-missing']);
});

test('host: addresses that changed places are seen in a secret that still has the former one', (t) => {
  const written = {believer: 'the remote secret in east', address: '172.18.0.3'};
  const judged = judgeHost(host({believed: [...node('west', '172.18.0.2').believed, written]}));
  t.deepEqual(codes(judged), ['node-address-changed']);
  t.is(
    cause(judged),
    'west-control-plane has the address 172.18.0.2 on the docker network, but the remote secret in east still goes by 172.18.0.3.',
  );
});

test('host: an address that Kubernetes has not written anew yet is no fault until the node has run for a while', (t) => {
  const own = {believer: 'the Service kubernetes', address: '172.18.0.3'};
  const young = judgeHost(host({believed: [own], upS: 12.4}));
  t.deepEqual(codes(young), []);
  t.is(
    young.pending,
    'west-control-plane was started 12 s ago, and the Service kubernetes still says 172.18.0.3',
  );
  t.deepEqual(codes(judgeHost(host({believed: [own], upS: 60}))), ['node-address-changed']);
  t.deepEqual(
    codes(judgeHost(host({believed: [own], upS: -60}))),
    ['node-address-changed'],
    'a clock set back',
  );
  t.deepEqual(codes(judgeHost(host({believed: [own]}))), ['node-address-changed'], 'nobody knows since when');
  const secret = {reader: 'east', peerName: 'west-cluster', server: 'https://west-control-plane:6443'};
  const written = {believer: 'the remote secret in east', address: '172.18.0.3', secret};
  t.deepEqual(codes(judgeHost(host({believed: [own, written], upS: 12}))), ['node-address-changed']);
});

test('host: a second of difference between clocks is none, two minutes are one', (t) => {
  t.deepEqual(codes(judgeHost(host({aheadS: -1.2}))), []);
  t.deepEqual(codes(judgeHost(host({aheadS: -120}))), ['clock-skew']);
  t.deepEqual(codes(judgeHost(host({aheadS: undefined}))), []);
});

test('host: who could not be asked is no sign of health, and hides no fault', (t) => {
  const judged = judgeHost(host({aheadS: undefined, unasked: ['west-control-plane for its time']}));
  t.deepEqual(codes(judged), []);
  t.is(judged.pending, 'could not ask west-control-plane for its time');
  t.is(judgeHost(host()).pending, undefined);
  const both = judgeHost(host({unasked: ['x']}, {client: {name: 'mypc', running: false}}));
  t.deepEqual(codes(both), ['client-missing']);
});

test('host: an address in a remote secret is put right in the secret, one of Kubernetes by a restart', (t) => {
  const remedy = (more: Partial<NodeSeen>): readonly string[] => {
    const [first] = judgeHost(host(more)).faults;
    return first === undefined ? [] : findingOf(first, 'host').remedy;
  };
  const secret = {reader: 'east', peerName: 'west-cluster', server: 'https://west-control-plane:6443'};
  const written = {believer: 'the remote secret in east', address: '172.18.0.3', secret};
  t.deepEqual(remedy({believed: [written]}), [
    'iwest create-remote-secret --name=west-cluster --server=https://west-control-plane:6443 | keast apply -f -',
  ]);
  const own = {believer: 'its Kubernetes node object', address: '172.18.0.3'};
  t.deepEqual(remedy({believed: [own]}), ['docker restart west-control-plane']);
});

const pairs = (outcomes: Readonly<Record<string, Reached['outcome']>> = {}): readonly Reached[] =>
  [
    ['west-control-plane', 'east-control-plane'],
    ['east-control-plane', 'west-control-plane'],
    ['mypc', 'west-control-plane'],
    ['mypc', 'east-control-plane'],
  ].map(([from = '', to = '']) => ({from, to, outcome: outcomes[`${from}>${to}`] ?? 'connected'}));
const inside = (west: Reached['outcome'] = 'connected'): readonly Reached[] => [
  {from: 'west-control-plane', to: 'west-control-plane', outcome: west},
  {from: 'east-control-plane', to: 'east-control-plane', outcome: 'connected'},
];

test('network: nodes that reach each other are well', (t) => {
  t.deepEqual(codes(judgeNetwork({between: pairs(), inside: inside()})), []);
});

test('network: the node that is cut off is named, and DROP told from REJECT', (t) => {
  for (const [outcome, words] of [
    ['no answer', /from east-control-plane and mypc: no answer within 2 s \(packets vanish: a DROP/],
    ['refused', /from east-control-plane and mypc: connections are refused at once .*REJECT/],
  ] as const) {
    const between = pairs({
      'east-control-plane>west-control-plane': outcome,
      'mypc>west-control-plane': outcome,
      'west-control-plane>east-control-plane': outcome,
    });
    const judged = judgeNetwork({between, inside: inside()});
    t.deepEqual(codes(judged), ['node-unreachable']);
    t.regex(cause(judged), /^west-control-plane cannot be reached/);
    t.regex(cause(judged), words);
  }
});

test('network: an API server that does not listen is no fault of the network', (t) => {
  const between = pairs({
    'east-control-plane>west-control-plane': 'refused',
    'mypc>west-control-plane': 'refused',
  });
  t.deepEqual(codes(judgeNetwork({between, inside: inside('refused')})), []);
});

test('network: a node in which nobody could try is not called reachable', (t) => {
  const between = pairs({'east-control-plane>west-control-plane': 'not tried'});
  const judged = judgeNetwork({between, inside: inside()});
  t.deepEqual(codes(judged), []);
  t.is(judged.pending, 'could not ask east-control-plane whether it reaches west-control-plane');
  t.is(judgeNetwork({between: pairs(), inside: inside()}).pending, undefined);
});

test('network: what curl says is read by its exit code', (t) => {
  t.is(outcomeOf(0, '0.0012'), 'connected');
  t.is(outcomeOf(7, '0.000000'), 'refused');
  t.is(outcomeOf(28, '0.000000'), 'no answer');
  t.is(outcomeOf(28, '0.001200'), 'connected', 'it opened, and then nothing came');
  t.is(outcomeOf(35, '0.001200'), 'connected', 'TLS was refused, the connection not');
  t.is(outcomeOf(6, '0'), 'unknown name');
  t.is(outcomeOf(127, ''), 'not tried', 'no curl there');
});

const plane = (cluster: string, more: Partial<ControlPlaneSeen> = {}): ControlPlaneSeen => ({
  cluster,
  node: `${cluster}-control-plane`,
  api: {ready: true, seen: 'ready'},
  nodeReady: {ready: true, seen: 'kubelet is posting ready status'},
  istiod: {state: 'ready', seen: 'istiod 1 ready'},
  ...more,
});

test('control plane: each of its parts has its name, and one that starts is waited for', (t) => {
  t.deepEqual(codes(judgeControlPlane([plane('west'), plane('east')])), []);
  const silent = plane('west', {api: {ready: false, seen: 'no answer'}});
  t.deepEqual(codes(judgeControlPlane([silent, plane('east')])), ['api-down']);
  const unready = plane('east', {nodeReady: {ready: false, seen: 'kubelet stopped posting'}});
  t.deepEqual(codes(judgeControlPlane([plane('west'), unready])), ['node-not-ready']);
  const none = plane('east', {istiod: {state: 'none wanted', seen: 'istiod is scaled to 0'}});
  t.deepEqual(codes(judgeControlPlane([plane('west'), none])), ['istiod-down']);
  const young = judgeControlPlane([plane('west', {istiod: {state: 'starting', seen: ''}}), plane('east')]);
  t.deepEqual(codes(young), []);
  t.is(young.pending, 'istiod of west is starting');
});

const balancer = (cluster: string, first: number, more: Partial<BalancerSeen> = {}): BalancerSeen => ({
  cluster,
  controller: {state: 'ready', seen: 'controller 1 ready'},
  speaker: {state: 'ready', seen: 'speaker 1 ready'},
  ranges: [`172.18.255.${first}-172.18.255.${first + 19}`],
  advertisements: 1,
  services: [
    {name: 'istio-system/istio-ingressgateway', address: `172.18.255.${first}`},
    {name: 'istio-system/istio-eastwestgateway', address: `172.18.255.${first + 1}`},
  ],
  ...more,
});
const balancing = (west: Partial<BalancerSeen> = {}): Judged =>
  judgeLoadBalancer({
    subnet: '172.18.0.0/16',
    clusters: [balancer('west', 101, west), balancer('east', 201)],
  });

test('load balancer: pools of their own in the network are well', (t) => {
  t.deepEqual(codes(balancing()), []);
});

test('load balancer: each way in which a pool is wrong has its name', (t) => {
  t.deepEqual(codes(balancing({ranges: []})), ['no-address-pool']);
  t.deepEqual(codes(balancing({advertisements: 0})), ['no-address-pool']);
  const outside = ['172.18.255.101-172.18.255.101', '192.0.2.10-192.0.2.29'];
  t.deepEqual(codes(balancing({ranges: outside})), ['pool-outside-subnet']);
  const shared = ['172.18.255.101-172.18.255.101', '172.18.255.201-172.18.255.220'];
  t.deepEqual(codes(balancing({ranges: shared})), ['pools-overlap']);
  t.deepEqual(codes(balancing({speaker: {state: 'down', seen: ''}})), ['load-balancer-down']);
});

test('load balancer: the remedy lets go of what the right pool lacks, in the cluster whose pool is wrong', (t) => {
  const remedyOf = ({faults: [first]}: Judged): readonly string[] =>
    first === undefined ? [] : findingOf(first, 'load-balancer').remedy;
  const planned = '172.18.255.101-172.18.255.120';
  const [ingress = {name: ''}] = balancer('west', 101).services;
  const strayed = {name: 'istio-system/istio-eastwestgateway', address: '192.0.2.10'};
  const ranges = ['172.18.255.101-172.18.255.101', '192.0.2.10-192.0.2.29'];
  t.deepEqual(remedyOf(balancing({planned, ranges, services: [ingress, strayed]})), [
    `kwest -n istio-system patch svc istio-eastwestgateway -p '{"spec":{"type":"ClusterIP"}}' && sleep 5`,
    `kwest -n metallb-system patch ipaddresspool default --type merge -p '{"spec":{"addresses":["${planned}"]}}'`,
    `kwest -n istio-system patch svc istio-eastwestgateway -p '{"spec":{"type":"LoadBalancer"}}'`,
    'kwest -n istio-system get svc',
  ]);
  const east = balancer('east', 201, {planned: '172.18.255.201-172.18.255.220'});
  const sharing = {...east, ranges: ['172.18.255.201-172.18.255.201', planned]};
  const both = {subnet: '172.18.0.0/16', clusters: [balancer('west', 101, {planned}), sharing]};
  t.deepEqual(remedyOf(judgeLoadBalancer(both)), [
    `keast -n metallb-system patch ipaddresspool default --type merge -p '{"spec":{"addresses":["172.18.255.201-172.18.255.220"]}}'`,
    'kwest -n istio-system get svc; keast -n istio-system get svc',
  ]);
  const waiting = {name: 'istio-system/istio-eastwestgateway'};
  const full = {planned, ranges: ['172.18.255.101-172.18.255.101'], services: [ingress, waiting]};
  t.is(remedyOf(balancing(full)).length, 2);
  t.is(remedyOf(balancing({...full, planned: full.ranges[0]})).length, 1, 'it is as large as it is to be');
});

test('load balancer: a pool is exhausted only where a Service waits and none is free', (t) => {
  const [ingress = {name: ''}] = balancer('west', 101).services;
  const waiting = {name: 'istio-system/istio-eastwestgateway'};
  const full = {ranges: ['172.18.255.101-172.18.255.101'], services: [ingress, waiting]};
  t.deepEqual(codes(balancing(full)), ['pool-exhausted']);
  t.deepEqual(codes(balancing({services: [ingress, waiting]})), [], 'it is on its way');
  t.deepEqual(codes(balancing({...full, services: [ingress]})), []);
});
