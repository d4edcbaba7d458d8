import {EastwestError} from '../base/errors.js';
import type {Kube} from '../drivers/kube/kube.js';
import {loadBalancerAddress} from '../drivers/kube/workloads.js';
import type {Plan} from '../plan/plan.js';
import type {Bench} from './bench.js';

const VARIABLE = /\$\{([^}]*)\}/g;

const SERVICES: Readonly<Record<string, string>> = {
  ingress: 'istio-ingressgateway',
  eastWestGateway: 'istio-eastwestgateway',
};
const FACTS = ['region', 'zone', 'network'] as const;

/** Every name that may stand in `${…}`, for a lab with these clusters. */
export function variableNames(clusters: readonly string[]): readonly string[] {
  const perCluster = [...Object.keys(SERVICES), ...FACTS];
  return ['namespace', ...clusters.flatMap((cluster) => perCluster.map((fact) => `${cluster}.${fact}`))];
}

/** The names in `${…}` of a text. */
export function variablesIn(text: string): readonly string[] {
  return [...text.matchAll(VARIABLE)].map(([, name = '']) => name);
}

/**
 * The value with each `${…}` in its texts replaced: `${namespace}`, `${west.region}`, `${west.zone}`,
 * `${west.network}` by the plan; `${west.ingress}`, `${west.eastWestGateway}` by the addresses that the load
 * balancer has really given.
 */
export async function resolved<V>(value: V, bench: Pick<Bench, 'plan' | 'kube'>): Promise<V> {
  const names = new Set(textsIn(value).flatMap(variablesIn));
  const known = new Map<string, string>();
  for (const name of names) known.set(name, await lookUp(name, bench));
  return mapTexts(value, (text) =>
    text.replace(VARIABLE, (whole, name: string) => known.get(name) ?? whole),
  ) as V;
}

/** As `resolved`, before there is a lab: an address, which only a lab gives, is told by `addressWords`. */
export function readable<V>(
  value: V,
  plan: Plan,
  addressWords: (service: string, cluster: string) => string,
): V {
  return mapTexts(value, (text) =>
    text.replace(VARIABLE, (_whole, name: string) => {
      if (name === 'namespace') return plan.namespace;
      const [cluster = '', fact = ''] = name.split('.');
      return fact in SERVICES ? addressWords(fact, cluster) : factOf(plan, cluster, fact);
    }),
  ) as V;
}

async function lookUp(name: string, {plan, kube}: Pick<Bench, 'plan' | 'kube'>): Promise<string> {
  if (name === 'namespace') return plan.namespace;
  const [clusterName = '', fact = ''] = name.split('.');
  const service = SERVICES[fact];
  if (service !== undefined) return addressOf(kube(clusterName), clusterName, service);
  return factOf(plan, clusterName, fact);
}

function factOf(plan: Plan, clusterName: string, fact: string): string {
  const cluster = plan.clusters.find((candidate) => candidate.name === clusterName);
  if (cluster === undefined) throw new RangeError(`the plan has no cluster ${clusterName}`);
  if (fact === 'region' || fact === 'zone') return cluster.locality[fact];
  return cluster.network;
}

async function addressOf(kube: Kube, cluster: string, service: string): Promise<string> {
  const address = await loadBalancerAddress(kube, 'istio-system', service);
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
