import test from 'ava';
import type {KubeObject} from '../../../src/drivers/kube/kube.js';
import {LAB_LABEL, type Plan} from '../../../src/plan/plan.js';
import {flowsOf, hostOf} from '../../../src/traffic/flows.js';
import {directionFrom, routesOf, TRAFFIC_NAMESPACE, workloadOf} from '../../../src/traffic/manifests.js';
import {chapterPlan, samplePlan} from '../../helpers/chapter.js';

const bare = chapterPlan();
const draining = samplePlan('upgrade');

const all = (plan: Plan, cluster: string): readonly KubeObject[] => {
  const direction = directionFrom(plan, cluster);
  return [...workloadOf(plan, direction), ...routesOf(plan, direction)];
};
const names = (objects: readonly KubeObject[], kind: string): string[] =>
  objects.filter((object) => object.kind === kind).map(({metadata}) => metadata.name);
const specOf = (objects: readonly KubeObject[], kind: string, name?: string): unknown =>
  objects.find((object) => object.kind === kind && (name ?? object.metadata.name) === object.metadata.name)?.[
    'spec'
  ];

interface Deployment {
  readonly replicas: number;
  readonly strategy?: {readonly rollingUpdate: unknown};
  readonly template: {
    readonly metadata: {readonly annotations: Readonly<Record<string, string>>};
    readonly spec: {
      readonly terminationGracePeriodSeconds?: number;
      readonly containers: readonly {
        readonly lifecycle?: {readonly preStop: {readonly exec: {readonly command: readonly string[]}}};
      }[];
    };
  };
}

interface Route {
  readonly hosts: readonly string[];
  readonly http: readonly {
    readonly retries?: {readonly attempts: number};
    readonly route: readonly {readonly destination: {readonly host: string}}[];
  }[];
}

test('everything lies in the namespace of its own and carries the label of the lab', (t) => {
  for (const {metadata} of all(draining, 'west')) {
    t.is(metadata.namespace, TRAFFIC_NAMESPACE);
    t.is(metadata.labels?.[LAB_LABEL], 'upgrade');
  }
});

test('a cluster has pods of its own workload alone, and the Service of the one that it calls', (t) => {
  t.deepEqual(names(all(bare, 'west'), 'Deployment'), ['echo-west']);
  t.deepEqual(names(all(bare, 'west'), 'Service'), ['echo-west', 'echo-east']);
  t.deepEqual(names(all(bare, 'east'), 'Deployment'), ['echo-east']);
  t.deepEqual(names(all(bare, 'east'), 'Service'), ['echo-east', 'echo-west']);
});

test("every flow's host is let in, and leads to what is only in the other cluster", (t) => {
  const objects = all(bare, 'west');
  const gateway = specOf(objects, 'Gateway') as {servers: {hosts: string[]}[]};
  for (const flow of flowsOf(bare).filter(({from}) => from === 'west')) {
    t.true(gateway.servers[0]?.hosts.includes(hostOf(flow)));
    const route = specOf(objects, 'VirtualService', `retries-${flow.retries}`) as Route;
    t.deepEqual(route.hosts, [hostOf(flow)]);
    t.is(route.http[0]?.route[0]?.destination.host, 'echo-east.eastwest-traffic.svc.cluster.local');
  }
});

test("without retries is said; with them is Istio's own default", (t) => {
  const objects = all(bare, 'east');
  const [off, on] = ['retries-off', 'retries-on'].map(
    (name) => (specOf(objects, 'VirtualService', name) as Route).http[0],
  );
  t.is(off?.retries?.attempts, 0);
  t.is(on?.retries, undefined);
  t.is(on?.route.length, 1);
});

test('a lab without continuity: one pod that nobody helps to end, and no rule of connections', (t) => {
  const {replicas, strategy, template} = specOf(all(bare, 'west'), 'Deployment') as Deployment;
  t.is(replicas, 1);
  t.is(strategy, undefined);
  t.deepEqual(template.metadata.annotations, {});
  t.is(template.spec.containers[0]?.lifecycle, undefined);
  t.deepEqual(names(all(bare, 'west'), 'DestinationRule'), []);
});

test('with continuity: new pods first, and a pod serves for longer than its proxy drains', (t) => {
  const {replicas, strategy, template} = specOf(all(draining, 'west'), 'Deployment') as Deployment;
  t.is(replicas, 2);
  t.deepEqual(strategy?.rollingUpdate, {maxSurge: '100%', maxUnavailable: 0});
  const config = JSON.parse(template.metadata.annotations['proxy.istio.io/config'] ?? '{}') as {
    proxyMetadata: Record<string, string>;
  };
  // 5 s until nobody sends anything new, 5 s for those who are connected.
  t.deepEqual(config.proxyMetadata, {
    EXIT_ON_ZERO_ACTIVE_CONNECTIONS: 'true',
    MINIMUM_DRAIN_DURATION: '10s',
  });
  const [sleep, seconds] = template.spec.containers[0]?.lifecycle?.preStop.exec.command ?? [];
  t.is(sleep, 'sleep');
  t.true(Number(seconds) > 10, seconds);
  t.true((template.spec.terminationGracePeriodSeconds ?? 0) > Number(seconds));
});

test('connections between clusters are shorter than a drain, by a rule that the called cluster does not have', (t) => {
  const rule = (cluster: string) => ({
    names: names(all(draining, cluster), 'DestinationRule'),
    ...(specOf(all(draining, cluster), 'DestinationRule') as object),
  });
  t.deepEqual(rule('west'), {
    names: ['echo-east'],
    host: 'echo-east.eastwest-traffic.svc.cluster.local',
    trafficPolicy: {connectionPool: {tcp: {maxConnectionDuration: '5s'}}},
  });
  t.like(rule('east'), {names: ['echo-west']});
});

test('with three clusters nothing of a cluster is about one that it does not call', (t) => {
  const text = JSON.stringify(all(samplePlan('three'), 'east'));
  t.regex(text, /echo-south/);
  t.notRegex(text, /echo-west/);
});
