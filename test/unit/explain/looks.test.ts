import test from 'ava';
import type {KubeObject} from '../../../src/drivers/kube/kube.js';
import {openingFor} from '../../../src/explain/checks/gateway.js';
import {clusterOf, servicesIn} from '../../../src/explain/looks/hosts.js';
import {knownProxy} from '../../../src/explain/looks/istiod.js';
import {deploymentNameOf, runningOf, runningSinceMs, startedMs} from '../../../src/explain/looks/pods.js';
import {hostsIn, portsIn, runtimeIn} from '../../../src/explain/looks/proxies.js';
import {sharing} from '../../../src/explain/looks/ranges.js';
import {errorsThatEject, MOST_EJECTED, neverEjects, ruleSeen} from '../../../src/explain/looks/rules.js';
import {chapterPlan} from '../../helpers/chapter.js';

const NOW = Date.UTC(2026, 0, 1);
const before = (seconds: number): string => new Date(NOW - seconds * 1000).toISOString();
const AT = {namespace: 'istio-system', name: 'istiod'};

const workload = (replicas = 1): KubeObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: AT,
  spec: {replicas, selector: {matchLabels: {app: 'istiod'}}},
});
const pod = (ready: boolean, seconds: number, more: object = {}): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {
    name: 'istiod-7f6d-abcde',
    namespace: 'istio-system',
    labels: {app: 'istiod', 'pod-template-hash': '7f6d'},
    creationTimestamp: before(seconds),
  },
  status: {phase: 'Running', conditions: [{type: 'Ready', status: ready ? 'True' : 'False'}], ...more},
});
const stateOf = (workloads: readonly KubeObject[], ...pods: readonly KubeObject[]): string =>
  runningOf(workloads, pods, AT, NOW).state;

test('a Deployment is missing, wanted by nobody, ready, starting or down', (t) => {
  t.is(stateOf([]), 'missing');
  t.is(stateOf([workload(0)]), 'none wanted');
  t.is(stateOf([workload()], pod(true, 3600)), 'ready');
  t.is(stateOf([workload()], pod(false, 10)), 'starting');
  t.is(stateOf([workload()], pod(false, 300)), 'down');
  t.is(stateOf([workload()]), 'down');
});

test('one of two pods that is ready is enough, one that goes away does not count', (t) => {
  t.is(stateOf([workload()], pod(false, 5), pod(true, 3600)), 'ready');
  const leaving = pod(true, 3600);
  const gone = {...leaving, metadata: {...leaving.metadata, deletionTimestamp: before(1)}};
  t.is(stateOf([workload()], gone, pod(false, 5)), 'starting');
});

test('a pod whose image cannot be had is down, however young it is', (t) => {
  const waiting = [{name: 'discovery', state: {waiting: {reason: 'ImagePullBackOff'}}}];
  const {state, seen} = runningOf([workload()], [pod(false, 5, {containerStatuses: waiting})], AT, NOW);
  t.is(state, 'down');
  t.is(seen, 'istiod is not ready: ImagePullBackOff');
});

test('after a restart of its node an old pod may be starting', (t) => {
  const conditions = [{type: 'Ready', status: 'False', lastTransitionTime: before(8)}];
  const restarted = pod(false, 86_400, {conditions});
  t.is(startedMs(restarted), NOW - 8000);
  t.is(stateOf([workload()], restarted), 'starting');
});

test('a pod tells its Deployment by its name and hash', (t) => {
  t.is(deploymentNameOf(pod(true, 1)), 'istiod');
});

test('Envoy’s page of clusters is read in its own spelling', (t) => {
  const page = {
    cluster_statuses: [
      {
        name: 'outbound|80||simple-backend.istioinaction.svc.cluster.local',
        host_statuses: [
          {
            address: {socket_address: {address: '172.18.255.202', port_value: 15443}},
            stats: [{name: 'cx_total', value: '3'}],
            health_status: {eds_health_status: 'HEALTHY', failed_outlier_check: true},
            weight: 1,
            locality: {region: 'eastus', zone: '0'},
            priority: 1,
          },
        ],
      },
      {name: 'outbound|80|east|simple-backend.istioinaction.svc.cluster.local', host_statuses: []},
      {name: 'outbound|443||kubernetes.default.svc.cluster.local', host_statuses: []},
      {name: 'BlackHoleCluster'},
    ],
  };
  const [first, ...others] = servicesIn(hostsIn(page), 'istioinaction');
  t.deepEqual(others, []);
  t.is(first?.service, 'simple-backend');
  t.deepEqual(first?.hosts, [
    {
      address: '172.18.255.202',
      port: 15443,
      priority: 1,
      weight: 1,
      locality: {region: 'eastus', zone: '0'},
      health: 'HEALTHY',
      outlier: 'FAILED',
    },
  ]);
});

test('Envoy’s page of listeners tells its ports', (t) => {
  const page = {
    listener_statuses: [
      {name: 'x', local_address: {socket_address: {address: '0.0.0.0', port_value: 15443}}},
      {name: 'y', local_address: {pipe: {path: '/x'}}},
    ],
  };
  t.deepEqual(portsIn(page), [15443, 0]);
});

test('istiod’s page of proxies: what was never sent is not behind', (t) => {
  const entry = {
    cluster_id: 'west-cluster',
    proxy: 'istio-eastwestgateway-1.istio-system',
    istio_version: '1.17.5',
    cluster_sent: 'a',
    cluster_acked: 'a',
    listener_sent: 'b',
    listener_acked: 'c',
    endpoint_sent: 'd',
  };
  t.deepEqual(knownProxy(entry), {id: 'istio-eastwestgateway-1.istio-system', behind: ['LDS', 'EDS']});
});

test('a host is of the cluster whose gateway or whose pod it is', (t) => {
  const plan = chapterPlan();
  const gateways = new Map([['east', '172.18.255.202']]);
  t.is(clusterOf({address: '172.18.255.202'}, plan, gateways)?.name, 'east');
  t.is(clusterOf({address: '10.10.0.7'}, plan, gateways)?.name, 'west');
  t.is(clusterOf({address: '172.18.255.222'}, plan, gateways), undefined);
});

test('a Gateway opens the way in only with the port, the mode and the selector', (t) => {
  const gateway = (mode: string, number: number, istio: string): KubeObject => ({
    apiVersion: 'networking.istio.io/v1beta1',
    kind: 'Gateway',
    metadata: {name: 'g', namespace: 'istio-system'},
    spec: {selector: {istio}, servers: [{port: {number}, tls: {mode}}]},
  });
  const opens = (one: KubeObject) => openingFor([one], {istio: 'eastwestgateway', app: 'x'});
  t.deepEqual(opens(gateway('AUTO_PASSTHROUGH', 15443, 'eastwestgateway')), ['g']);
  t.deepEqual(opens(gateway('PASSTHROUGH', 15443, 'eastwestgateway')), []);
  t.deepEqual(opens(gateway('AUTO_PASSTHROUGH', 443, 'eastwestgateway')), []);
  t.deepEqual(opens(gateway('AUTO_PASSTHROUGH', 15443, 'ingressgateway')), []);
});

test('ranges share addresses however they are written', (t) => {
  t.true(sharing('172.18.255.0/24', '172.18.255.200-172.18.255.210'));
  t.false(sharing('172.18.255.101-172.18.255.120', '172.18.255.201-172.18.255.220'));
  t.false(sharing('fc00::/64', '172.18.255.0/24'));
});

test('a rule’s host may be short, and outlier detection may stand with a port', (t) => {
  const rule = (spec: object): KubeObject => ({
    apiVersion: 'networking.istio.io/v1beta1',
    kind: 'DestinationRule',
    metadata: {name: 'r', namespace: 'istioinaction'},
    spec,
  });
  const of = (spec: object) => ruleSeen(rule(spec), 'istioinaction');
  t.is(of({host: 'catalog'}).service, 'catalog');
  t.is(of({host: 'catalog.istioinaction'}).service, 'catalog');
  t.is(of({host: 'catalog.other.svc.cluster.local'}).service, undefined);
  t.is(of({host: '*.istioinaction.svc.cluster.local'}).service, undefined);
  const outlierDetection = {consecutive5xxErrors: 1};
  const byPort = {portLevelSettings: [{port: {number: 80}, outlierDetection}]};
  t.deepEqual(of({host: 'catalog', trafficPolicy: byPort}).outlier, outlierDetection);
});

test('of two hosts half can be ejected, and 0 means that nothing is said', (t) => {
  const of = (maxEjectionPercent: number, hosts: number): string | undefined =>
    neverEjects({maxEjectionPercent}, {hosts, alwaysOne: false, runtimePercent: undefined, standBy: true})
      ?.what;
  t.is(of(49, 2), 'maxEjectionPercent is 49');
  t.is(of(50, 2), undefined);
  t.is(of(0, 2), 'maxEjectionPercent is not said, which is 10');
  t.is(of(0, 10), undefined);
  t.is(of(10, 10), undefined);
});

test('how many errors eject is kept where it is a number that can come about', (t) => {
  t.is(errorsThatEject({consecutive5xxErrors: 3}), 3);
  t.is(errorsThatEject({consecutive5xxErrors: 0}), 1);
  t.is(errorsThatEject({}), 5);
});

test('a runtime value is read as Envoy has it in effect', (t) => {
  const page = {
    layers: ['static_layer', 'admin'],
    entries: {[MOST_EJECTED]: {layer_values: ['100', ''], final_value: '100'}, other: {final_value: 'on'}},
  };
  t.is(runtimeIn(page, MOST_EJECTED), 100);
  t.is(runtimeIn(page, 'other'), undefined, 'no number');
  t.is(runtimeIn({layers: [], entries: {}}, MOST_EJECTED), undefined);
});

test('a pod has run without a break since the last of its containers began', (t) => {
  const began = (seconds: number) => ({name: 'x', state: {running: {startedAt: before(seconds)}}});
  t.is(runningSinceMs(pod(true, 3600, {containerStatuses: [began(60), began(30)]})), NOW - 30_000);
  t.is(runningSinceMs(pod(true, 3600)), undefined);
});
