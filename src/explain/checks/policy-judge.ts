import type {KubeObject} from '../../drivers/kube/kube.js';
import {fitsPattern} from '../../scenario/probes/truth-table/authorization.js';
import {faultsIn, passing, type Fault, type Judged} from '../judged.js';
import {BACK_MINUTES} from '../looks/access-logs.js';
import {nameOf, part, selectorText} from '../looks/objects.js';
import {isSelected, principalsOf, selectorOf} from '../looks/policies.js';
import type {Heard, Refusal} from '../looks/refusals.js';
import {arrivedText, timeOf} from '../looks/refusal-text.js';
import {heardIn} from './policy-heard.js';

export interface PolicyPod {
  readonly namespace: string;
  readonly name: string;
  readonly labels: Readonly<Partial<Record<string, string>>>;
  readonly serviceAccount: string;
  readonly proxy: boolean;
}

export interface ClusterPolicies {
  readonly cluster: string;
  readonly authorization: readonly KubeObject[];
  readonly peerAuthentication: readonly KubeObject[];
  /** All that live. */
  readonly pods: readonly PolicyPod[];
}

/** Whoever lives here does not take part in the mesh, and does not call it either. */
const SYSTEM = /^(kube-.*|metallb-system|local-path-storage|istio-system)$/;
const TRUST_DOMAIN = 'cluster.local';

/** Pure. */
export function judgePolicy(clusters: readonly ClusterPolicies[], heard: Heard): Judged {
  const {refusals} = heard;
  const identities = new Set(clusters.flatMap(({pods}) => pods.filter(({proxy}) => proxy).map(principalOf)));
  return {
    evidence: clusters.map((one) => ({
      of: one.cluster,
      seen: `${policiesText(one)}; ${heardIn(one.cluster, heard)}`,
    })),
    faults: faultsIn(
      clusters.map(({cluster, authorization}) =>
        authorization.map((policy) => principalFault(cluster, policy, identities, refusals)),
      ),
      clusters.map((one) => one.authorization.map((policy) => clusterFault(one, policy, clusters))),
      clusters.map((one) =>
        one.peerAuthentication.map((strict) => strictFault(one, strict, clusters, refusals)),
      ),
    ),
  };
}

function principalOf({namespace, serviceAccount}: PolicyPod): string {
  return `${TRUST_DOMAIN}/ns/${namespace}/sa/${serviceAccount}`;
}

function policiesText({authorization, peerAuthentication, pods}: ClusterPolicies): string {
  const policies = authorization.map((policy) => {
    const its = pods.filter((pod) => pod.proxy && isSelected(policy, pod)).length;
    const allowed = principalsOf(policy);
    return `AuthorizationPolicy ${nameOf(policy)} on ${its} pods${allowed.length === 0 ? '' : ` allows ${allowed.join(', ')}`}`;
  });
  const modes = peerAuthentication.map((one) => `PeerAuthentication ${nameOf(one)} ${modeOf(one)}`);
  const bare = pods.filter((pod) => !pod.proxy && !SYSTEM.test(pod.namespace)).map(({name}) => name);
  const plain = bare.length === 0 ? [] : [`without a proxy: ${bare.join(', ')}`];
  const all = [...policies, ...modes, ...plain];
  return all.length === 0 ? 'no policy' : all.join('; ');
}

function principalFault(
  cluster: string,
  policy: KubeObject,
  identities: ReadonlySet<string>,
  refusals: readonly Refusal[],
): Fault | undefined {
  const nobody = principalsOf(policy).find(
    (pattern) => ![...identities].some((identity) => fitsPattern(pattern, identity)),
  );
  if (nobody === undefined) return undefined;
  const {namespace = '', name} = policy.metadata;
  return passing('policy-wrong-principal', {
    cluster,
    policy: nameOf(policy),
    namespace,
    name,
    principal: nobody,
    refused: refusedText(refusals.find((one) => isBy(one, cluster, policy))),
  });
}

/** What was turned away before the policy was made is not its doing. */
function isBy({callee, policies, last}: Refusal, cluster: string, policy: KubeObject): boolean {
  const {creationTimestamp} = policy.metadata;
  const sinceMs = creationTimestamp === undefined ? 0 : Date.parse(creationTimestamp);
  return callee.cluster === cluster && policies.includes(nameOf(policy)) && last.atMs >= sinceMs;
}

function refusedText(refusal: Refusal | undefined): string {
  if (refusal === undefined) return `though no access log of the last ${BACK_MINUTES} minutes tells of one`;
  const {callee, last} = refusal;
  return `such as ${arrivedText(refusal)} at ${callee.deployment} (${timeOf(last)})`;
}

/** It selects nobody here, and somebody elsewhere whom no policy selects. */
function clusterFault(
  {cluster, pods}: ClusterPolicies,
  policy: KubeObject,
  clusters: readonly ClusterPolicies[],
): Fault | undefined {
  const selector = selectorOf(policy);
  if (Object.keys(selector).length === 0 || pods.some((pod) => isSelected(policy, pod))) return undefined;
  const peer = clusters.find(
    (other) =>
      other.cluster !== cluster &&
      other.pods.some(
        (pod) => isSelected(policy, pod) && !other.authorization.some((one) => isSelected(one, pod)),
      ),
  );
  if (peer === undefined) return undefined;
  const {namespace = '', name} = policy.metadata;
  return passing('policy-wrong-cluster', {
    cluster,
    policy: nameOf(policy),
    namespace,
    name,
    labels: selectorText(selector),
    peer: peer.cluster,
  });
}

function modeOf(peerAuthentication: KubeObject): string {
  const {mtls} = part(peerAuthentication, 'spec') as {mtls?: {mode?: string}};
  return mtls?.mode ?? 'UNSET';
}

/** Clients of any cluster: by way of a gateway they may call everywhere, without one in their own. */
function strictFault(
  {cluster, pods}: ClusterPolicies,
  strict: KubeObject,
  clusters: readonly ClusterPolicies[],
  refusals: readonly Refusal[],
): Fault | undefined {
  if (modeOf(strict) !== 'STRICT' || !pods.some((pod) => pod.proxy && isSelected(strict, pod)))
    return undefined;
  const own = [cluster, ...clusters.map((one) => one.cluster)];
  const plain = own
    .flatMap((name) => clusters.find((one) => one.cluster === name) ?? [])
    .flatMap((one) => one.pods.map((pod) => ({...pod, cluster: one.cluster})))
    .find(({proxy, namespace}) => !proxy && !SYSTEM.test(namespace));
  if (plain === undefined) return undefined;
  const {namespace = '', name} = strict.metadata;
  const closed = refusals.find((one) => one.plain === `${plain.namespace}/${plain.name}`);
  return passing('strict-plain-client', {
    cluster,
    peerAuthentication: `PeerAuthentication ${nameOf(strict)}`,
    client: `the pod ${plain.namespace}/${plain.name} of ${plain.cluster}`,
    closed:
      closed === undefined
        ? ''
        : `; ${closed.callee.deployment} closed its connection at ${timeOf(closed.last)} (${closed.last.details})`,
    place: plain.namespace,
    pod: plain.name,
    namespace,
    name,
  });
}
