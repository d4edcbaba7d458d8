import type {KubeObject} from '../../drivers/kube/kube.js';
import {clusterNamed, ISTIO_SYSTEM} from '../../plan/plan.js';
import type {Scene} from '../scene.js';
import {accessLogs, type LoggedCall, type ProxyLog} from './access-logs.js';
import {labCall} from './lab-call.js';
import {nameOf, part} from './objects.js';
import {allows, isSelected} from './policies.js';
import {hasProxy} from './pods.js';
import {chainsOf, podsOf, type ProxyPod} from './proxies.js';

export const SECURITY = 'security.istio.io/v1beta1';

/** A proxy's own words for a call, or a connection, that a policy has turned away: `none`, or the rule that did. */
const DENIED = /^rbac_access_denied_matched_policy\[(.*)\]$/;
/** As istiod names the rules of its policies for Envoy. */
const RULE = /^ns\[([^\]]+)\]-policy\[([^\]]+)\]-rule\[(\d+)\]$/;
/** Of a connection that is not mutual TLS, at a proxy that lets nothing else in. */
const NO_CHAIN = 'filter_chain_not_found';
const IDENTITY = 'URI:spiffe://';

/** Calls that a proxy has turned away, all alike; the last one stands for them. */
export interface Refusal {
  readonly callee: ProxyPod;
  readonly count: number;
  readonly last: LoggedCall;
  /** The proxy that has sent it, by its own log, where that is in a log of the lab. */
  readonly caller?: ProxyPod;
  /** The identity in the caller's live certificate, `cluster.local/ns/…/sa/…`. */
  readonly principal?: string;
  /** The pod without a proxy that it came from. */
  readonly plain?: string;
  /** What turned it away, in a few words. */
  readonly by: string;
  /** The policies that could have let it in or have turned it away, `namespace/name`. */
  readonly policies: readonly string[];
}

/** A refusal as the logs alone tell it. */
export type LoggedRefusal = Pick<Refusal, 'callee' | 'count' | 'last' | 'caller'>;

/** What the proxies of all clusters have lately written of calls, and whom they have turned away. */
export interface Heard {
  readonly logs: readonly ProxyLog[];
  readonly refusals: readonly Refusal[];
}

/** Proxies write their access logs out about once a second. */
const WRITTEN_MS = 1200;

/**
 * Reads the access logs of all clusters: of a call between two of them each proxy tells one half. The call of the lab
 * is made before; where it was not answered well, its proxies are given the time to write that down.
 */
export async function heard(scene: Scene): Promise<Heard> {
  // Why it could not be made is for the check of the call to say.
  const made = await labCall(scene).catch(() => undefined);
  if (made !== undefined && made.status !== '200') await scene.clock.sleep(WRITTEN_MS, scene.signal);
  const {clusters} = scene.plan;
  const logs = (await Promise.all(clusters.map((cluster) => accessLogs(scene, cluster)))).flat();
  return {logs, refusals: await Promise.all(refusalsIn(logs).map((one) => withNames(one, scene)))};
}

async function withNames(found: LoggedRefusal, scene: Scene): Promise<Refusal> {
  const {callee, caller, last} = found;
  const cluster = clusterNamed(scene.plan, callee.cluster);
  const [policies, pods, principal] = await Promise.all([
    scene.list(cluster, SECURITY, 'AuthorizationPolicy'),
    podsOf(scene, cluster),
    caller === undefined ? undefined : principalOf(scene, caller),
  ]);
  const plain = pods.find((pod) => !hasProxy(pod) && isFrom(pod, last));
  return {
    ...found,
    ...(principal === undefined ? {} : {principal}),
    ...(plain === undefined ? {} : {plain: nameOf(plain)}),
    ...refusedBy(last, callee, policies),
  };
}

/** From the certificate that the caller's proxy shows now; undefined where it cannot be asked. */
async function principalOf(scene: Scene, caller: ProxyPod): Promise<string | undefined> {
  const cluster = clusterNamed(scene.plan, caller.cluster);
  const chains = await chainsOf(scene, cluster, caller).catch(() => []);
  const [leaf] = chains.find(({name}) => name === 'default')?.certificates ?? [];
  return leaf?.sans.find((name) => name.startsWith(IDENTITY))?.slice(IDENTITY.length);
}

/** The pod's own address; what shares the node's address cannot be told apart by it. */
function isFrom(pod: KubeObject, {caller}: LoggedCall): boolean {
  const {podIP} = part(pod, 'status') as {readonly podIP?: string};
  const {hostNetwork = false} = part(pod, 'spec') as {readonly hostNetwork?: boolean};
  return !hostNetwork && podIP !== undefined && caller.startsWith(`${podIP}:`);
}

/** What a proxy's words come to, with the policies of its cluster as they are now. Pure. */
export function refusedBy(
  {details}: Pick<LoggedCall, 'details'>,
  callee: ProxyPod,
  policies: readonly KubeObject[],
): Pick<Refusal, 'by' | 'policies'> {
  if (details === NO_CHAIN) return {by: 'nothing but mutual TLS is let in', policies: []};
  const [, namespace, name, rule] = RULE.exec(DENIED.exec(details)?.[1] ?? '') ?? [];
  if (namespace !== undefined && name !== undefined) {
    const policy = `${namespace}/${name}`;
    return {by: `rule[${rule}] of ${policy} turns it away`, policies: [policy]};
  }
  const its = policies.filter((policy) => allows(policy) && isSelected(policy, callee)).map(nameOf);
  return its.length === 0
    ? {by: 'the policy that turned it away is gone', policies: []}
    : {by: `no rule of ${its.join(' and ')} lets it in`, policies: its};
}

/** The calls that a proxy has turned away, by caller and words. Pure. */
export function refusalsIn(logs: readonly ProxyLog[]): readonly LoggedRefusal[] {
  const sent = sentRequests(logs);
  const alike = new Map<string, LoggedRefusal>();
  for (const {proxy: callee, calls} of logs) {
    for (const last of calls.filter((call) => isRefused(call, callee))) {
      const caller = sent.get(keyOf(last.requestId, last.sni));
      const key = [callee.cluster, callee.pod, caller?.cluster, caller?.pod, last.details].join(' ');
      const {count = 0} = alike.get(key) ?? {};
      alike.set(key, {callee, count: count + 1, last, ...(caller === undefined ? {} : {caller})});
    }
  }
  return [...alike.values()].sort((one, other) => other.last.atMs - one.last.atMs);
}

/** A gateway closes connections without a name as well, such as those that only try whether it is there. */
function isRefused({details}: LoggedCall, {namespace}: ProxyPod): boolean {
  return DENIED.test(details) || (details === NO_CHAIN && namespace !== ISTIO_SYSTEM);
}

/** Who has sent which request under which name: each proxy writes the id of a request, and what it sent it to. */
function sentRequests(logs: readonly ProxyLog[]): ReadonlyMap<string, ProxyPod> {
  const all = logs.flatMap(({proxy, calls}) =>
    calls
      .filter(({requestId, upstreamCluster}) => requestId !== '-' && upstreamCluster.startsWith('outbound|'))
      .map(({requestId, upstreamCluster}) => [keyOf(requestId, sniOf(upstreamCluster)), proxy] as const),
  );
  return new Map(all);
}

/** The name in the TLS greeting of a sidecar or gateway, from that of its Envoy cluster. */
function sniOf(upstreamCluster: string): string {
  return upstreamCluster.split('|').join('_.');
}

function keyOf(requestId: string, sni: string): string {
  return `${requestId} ${sni}`;
}
