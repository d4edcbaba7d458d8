import {EastwestError} from '../base/errors.js';
import type {Kube} from '../drivers/kube/kube.js';
import {loadBalancerAddress} from '../drivers/kube/workloads.js';
import {istiodName, istioVersions, revisionLabel, revisionSuffix} from '../plan/istio.js';
import {clusterNamed, type ClusterPlan, ISTIO_SYSTEM, type Plan} from '../plan/plan.js';
import type {Bench} from './bench.js';

const VARIABLE = /\$\{([^}]*)\}/g;

const POOL = 'pool';
const SERVICES: Readonly<Record<string, string>> = {
  ingress: 'istio-ingressgateway',
  eastWestGateway: 'istio-eastwestgateway',
};
/** What the plan says of a cluster. */
const FACTS: Readonly<Record<string, (cluster: ClusterPlan) => string>> = {
  region: ({locality}) => locality.region,
  zone: ({locality}) => locality.zone,
  network: ({network}) => network,
  istioName: ({istioName}) => istioName,
  node: ({node}) => node,
  server: ({server}) => server,
  podSubnet: ({podSubnet}) => podSubnet,
  serviceSubnet: ({serviceSubnet}) => serviceSubnet,
  intermediate: ({intermediate}) => intermediate,
  istiod: istiodName,
  revision: ({istio}) => revisionLabel(istio),
  revisionSuffix: ({istio}) => revisionSuffix(istio),
  istioVersion: ({istio}) => istio.version,
};
const PLAN_FACTS: Readonly<Record<string, (plan: Plan) => string>> = {
  namespace: ({namespace}) => namespace,
  meshId: ({meshId}) => meshId,
  root: ({root}) => root.commonName,
  istioVersion: (plan) => istioVersions(plan).join(' and '),
};

/** Every name that may stand in `${…}`, for a lab with these clusters. */
export function variableNames(clusters: readonly string[]): readonly string[] {
  const perCluster = [...Object.keys(SERVICES), POOL, ...Object.keys(FACTS)];
  return [
    ...Object.keys(PLAN_FACTS),
    ...clusters.flatMap((cluster) => perCluster.map((fact) => `${cluster}.${fact}`)),
  ];
}

/** The names in `${…}` of a text. */
export function variablesIn(text: string): readonly string[] {
  return [...text.matchAll(VARIABLE)].map(([, name = '']) => name);
}

/**
 * The value with each `${…}` in its texts replaced: names, networks and places by the plan; `${west.ingress}`,
 * `${west.eastWestGateway}` by the addresses that the load balancer has really given, `${west.pool}` by the
 * range that it may give.
 */
export async function resolved<V>(value: V, bench: Pick<Bench, 'plan' | 'kube'>): Promise<V> {
  return replaced(value, (name) => lookUp(name, bench));
}

/** The same for people to read: what the lab does not know at this moment stays as it is written. */
export async function resolvedWhereKnown<V>(value: V, bench: Pick<Bench, 'plan' | 'kube'>): Promise<V> {
  return replaced(value, (name) => lookUp(name, bench).catch(() => undefined));
}

async function replaced<V>(value: V, find: (name: string) => Promise<string | undefined>): Promise<V> {
  const names = new Set(textsIn(value).flatMap(variablesIn));
  const known = new Map<string, string>();
  for (const name of names) {
    const found = await find(name);
    if (found !== undefined) known.set(name, found);
  }
  return mapTexts(value, (text) =>
    text.replace(VARIABLE, (whole, name: string) => known.get(name) ?? whole),
  ) as V;
}

/** As `resolved`, before there is a lab: what only a lab gives is told by `labWords`. */
export function readable<V>(value: V, plan: Plan, labWords: (fact: string, cluster: string) => string): V {
  return mapTexts(value, (text) =>
    text.replace(VARIABLE, (_whole, name: string) => {
      const [cluster = '', fact = ''] = name.split('.');
      return plannedValue(name, plan) ?? labWords(fact, cluster);
    }),
  ) as V;
}

async function lookUp(name: string, {plan, kube}: Pick<Bench, 'plan' | 'kube'>): Promise<string> {
  const planned = plannedValue(name, plan);
  if (planned !== undefined) return planned;
  const [clusterName = '', fact = ''] = name.split('.');
  const service = SERVICES[fact];
  if (service !== undefined) return addressOf(kube(clusterName), clusterName, service);
  if (fact === POOL) return poolOf(kube(clusterName), clusterName);
  throw new RangeError(`nothing is called ${name}`);
}

/** What the plan alone can say; undefined where the lab has to be asked. */
function plannedValue(name: string, plan: Plan): string | undefined {
  const [cluster = '', fact = ''] = name.split('.');
  const tell = FACTS[fact];
  return tell === undefined ? PLAN_FACTS[name]?.(plan) : tell(clusterNamed(plan, cluster));
}

/** The addresses that MetalLB may give, `first-last`: the lab has one pool in each cluster. */
async function poolOf(kube: Kube, cluster: string): Promise<string> {
  const [pool] = await kube.list('metallb.io/v1beta1', 'IPAddressPool');
  const {addresses = []} = (pool?.['spec'] ?? {}) as {addresses?: readonly string[]};
  const [range] = addresses;
  if (range !== undefined) return range;
  throw new EastwestError(`${cluster}: MetalLB has no pool of addresses`, {
    code: 'NO-ADDRESS-POOL',
    hint: 'eastwest up',
  });
}

async function addressOf(kube: Kube, cluster: string, service: string): Promise<string> {
  const address = await loadBalancerAddress(kube, ISTIO_SYSTEM, service);
  if (address !== undefined) return address;
  throw new EastwestError(`${cluster}: service ${service} has no load balancer address`, {
    code: 'NO-LOAD-BALANCER-ADDRESS',
    hint: 'eastwest up',
  });
}

/** Every text inside a plain value. */
export function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) => [
    ...(Array.isArray(value) ? [] : [key]),
    ...textsIn(part),
  ]);
}

function mapTexts(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((part) => mapTexts(part, change));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [change(key), mapTexts(part, change)]),
  );
}
