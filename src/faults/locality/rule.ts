import type {KubeObject} from '../../drivers/kube/kube.js';
import type {Look} from '../../base/wait-for.js';
import type {ClusterPlan} from '../../plan/plan.js';
import type {Bench} from '../../scenario/bench.js';
import type {Text} from '../../scenario/text.js';
import {make} from '../change.js';
import {callersCluster, type Change, type Fault} from '../fault.js';
import {meshServices, required} from '../services/service.js';

const API = 'networking.istio.io/v1beta1';
const KIND = 'DestinationRule';

/** What the book's rule has, in whatever form. */
export interface OutlierDetection {
  readonly consecutive5xxErrors?: number;
  readonly consecutiveErrors?: number;
  readonly interval?: string;
  readonly baseEjectionTime?: string;
  readonly maxEjectionPercent?: number;
}

export const SOUND: OutlierDetection = {
  consecutive5xxErrors: 1,
  interval: '20s',
  baseEjectionTime: '30s',
};

/** The book's DestinationRule for a service of both clusters, with this outlier detection or without any. */
export function rule(
  service: string,
  namespace: string,
  outlierDetection: OutlierDetection | undefined,
): KubeObject {
  return {
    apiVersion: API,
    kind: KIND,
    metadata: {name: `${service}-dr`, namespace},
    spec: {
      host: `${service}.${namespace}.svc.cluster.local`,
      trafficPolicy: {
        connectionPool: {http: {http2MaxRequests: 10, maxRequestsPerConnection: 10}},
        ...(outlierDetection === undefined ? {} : {outlierDetection}),
      },
    },
  };
}

/** Brings the rule about in the cluster of the callers, for a service that both clusters have pods of. */
export async function ruleChange(
  cluster: ClusterPlan,
  peer: ClusterPlan,
  outlierDetection: OutlierDetection | undefined,
  bench: Bench,
): Promise<Change> {
  const [own, others] = await Promise.all([
    meshServices(cluster.name, peer.name, bench),
    meshServices(peer.name, cluster.name, bench),
  ]);
  const inBoth = own.filter(
    (one) =>
      one.backed && others.some(({backed, ref}) => backed && ref.metadata.name === one.ref.metadata.name),
  );
  const [service] = required(inBoth, 'Service with pods in both clusters');
  const name = service?.ref.metadata.name ?? '';
  return make(cluster.name, [rule(name, bench.plan.namespace, outlierDetection)], bench);
}

/** A fault that is one rule in a broken form. */
export function ruleFault(
  {name, does, finding}: {name: string; does: Text; finding: Fault['finding']},
  outlierDetection: OutlierDetection | undefined,
  sound: (found: OutlierDetection | undefined) => boolean,
): Fault {
  return {
    name,
    does,
    finding,
    sites: callersCluster,
    changes: async ({cluster, peer, bench}) => [await ruleChange(cluster, peer, outlierDetection, bench)],
    see: seeRules,
    gone: ({cluster, bench}) => rulesAre(sound, cluster.name, bench),
  };
}

export function seeRules({name}: ClusterPlan, _peer: ClusterPlan, {namespace}: Bench['plan']): string[] {
  return [
    `k${name} -n ${namespace} get destinationrules -o yaml`,
    `i${name} proxy-config endpoint deploy/istio-ingressgateway.istio-system | grep ${namespace}`,
  ];
}

/** Whether every rule that is there has outlier detection as it should be. */
export async function rulesAre(
  sound: (found: OutlierDetection | undefined) => boolean,
  cluster: string,
  {kube, plan}: Bench,
): Promise<Look> {
  const rules = await kube(cluster).list(API, KIND, {namespace: plan.namespace});
  const bad = rules.filter((one) => {
    const spec = one['spec'] as {trafficPolicy?: {outlierDetection?: OutlierDetection}} | undefined;
    return !sound(spec?.trafficPolicy?.outlierDetection);
  });
  return {done: bad.length === 0, seen: `${bad.length} of ${rules.length} rules are not as they should be`};
}
