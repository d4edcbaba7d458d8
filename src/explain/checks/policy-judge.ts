import type {KubeObject} from '../../drivers/kube/kube.js';
import {ISTIO_SYSTEM} from '../../plan/plan.js';
import {fitsPattern} from '../../scenario/probes/truth-table/authorization.js';
import {faultsIn, passing, type Fault, type Judged} from '../judged.js';
import {fits, nameOf, part, selectorText} from '../looks/objects.js';

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
export function judgePolicy(clusters: readonly ClusterPolicies[]): Judged {
  const identities = new Set(clusters.flatMap(({pods}) => pods.filter(({proxy}) => proxy).map(principalOf)));
  return {
    evidence: clusters.map(evidenceOf),
    faults: faultsIn(
      clusters.map(({cluster, authorization}) =>
        authorization.map((policy) => principalFault(cluster, policy, identities)),
      ),
      clusters.map((one) => one.authorization.map((policy) => clusterFault(one, policy, clusters))),
      clusters.map((one) => one.peerAuthentication.map((strict) => strictFault(one, strict, clusters))),
    ),
  };
}

function principalOf({namespace, serviceAccount}: PolicyPod): string {
  return `${TRUST_DOMAIN}/ns/${namespace}/sa/${serviceAccount}`;
}

function evidenceOf({cluster, authorization, peerAuthentication, pods}: ClusterPolicies) {
  const policies = authorization.map((policy) => {
    const its = pods.filter((pod) => pod.proxy && isSelected(policy, pod)).length;
    const allowed = principalsOf(policy);
    return `AuthorizationPolicy ${nameOf(policy)} on ${its} pods${allowed.length === 0 ? '' : ` allows ${allowed.join(', ')}`}`;
  });
  const modes = peerAuthentication.map((one) => `PeerAuthentication ${nameOf(one)} ${modeOf(one)}`);
  const bare = pods.filter((pod) => !pod.proxy && !SYSTEM.test(pod.namespace)).map(({name}) => name);
  const plain = bare.length === 0 ? [] : [`without a proxy: ${bare.join(', ')}`];
  const all = [...policies, ...modes, ...plain];
  return {of: cluster, seen: all.length === 0 ? 'no policy' : all.join('; ')};
}

function selectorOf(policy: KubeObject): Readonly<Record<string, string>> {
  const {selector} = part(policy, 'spec') as {selector?: {matchLabels?: Readonly<Record<string, string>>}};
  return selector?.matchLabels ?? {};
}

/** In its namespace, or, from Istio's root namespace, in all. */
function isSelected(
  policy: KubeObject,
  {namespace, labels}: Pick<PolicyPod, 'namespace' | 'labels'>,
): boolean {
  const {namespace: place} = policy.metadata;
  return (place === namespace || place === ISTIO_SYSTEM) && fits(labels, selectorOf(policy));
}

/** Those that an ALLOW policy lets in. */
function principalsOf(policy: KubeObject): readonly string[] {
  const {action = 'ALLOW', rules = []} = part(policy, 'spec') as {
    action?: string;
    rules?: readonly {from?: readonly {source?: {principals?: readonly string[]}}[]}[];
  };
  if (action !== 'ALLOW') return [];
  return rules.flatMap(({from = []}) => from.flatMap(({source}) => source?.principals ?? []));
}

function principalFault(
  cluster: string,
  policy: KubeObject,
  identities: ReadonlySet<string>,
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
  });
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
  return passing('strict-plain-client', {
    cluster,
    peerAuthentication: `PeerAuthentication ${nameOf(strict)}`,
    client: `the pod ${plain.namespace}/${plain.name} of ${plain.cluster}`,
    place: plain.namespace,
    pod: plain.name,
    namespace,
    name,
  });
}
