import type {ProxyPod} from '../looks/proxies.js';
import type {Certificate} from '../../scenario/measured.js';
import {fault, faultsIn, passing, type Fault, type Judged} from '../judged.js';

/** What one live proxy shows and trusts. */
export interface ProxyTrust extends Pick<ProxyPod, 'namespace' | 'deployment' | 'pod'> {
  /** Its own, the leaf first. */
  readonly chain: readonly Certificate[];
  readonly roots: readonly Certificate[];
}

export interface ClusterTrust {
  readonly cluster: string;
  /** Container of its node. */
  readonly node: string;
  /** Since when the oldest istiod that is ready has been at work, in milliseconds since 1970; undefined: unknown. */
  readonly istiodSinceMs?: number | undefined;
  /** Folder of its intermediate on this machine. */
  readonly certs: string;
  /** Folder of the lab's root on this machine. */
  readonly rootFolder: string;
  /** What lies in `cacerts`; undefined where there is none. */
  readonly plugged:
    {readonly root?: Certificate | undefined; readonly intermediate?: Certificate | undefined} | undefined;
  /** What istiod tells each namespace to trust. */
  readonly told: readonly {readonly namespace: string; readonly root?: Certificate | undefined}[];
  readonly proxies: readonly ProxyTrust[];
}

export interface TrustSeen {
  /** The lab's own, from its folder; undefined where it cannot be read. */
  readonly root: Certificate | undefined;
  readonly clusters: readonly ClusterTrust[];
}

/** istiod dates the certificates of workloads back by this much. */
const BACKDATED_MS = 120_000;

/** What a clock may be off by before it does harm, as in the check of the host. */
const SKEW_MS = 60_000;

/** Pure. */
export function judgeTrust({root, clusters}: TrustSeen, nowMs: number, namespace: string): Judged {
  const common = root ?? mostCommonRoot(clusters);
  return {
    evidence: [
      ...(root === undefined ? [] : [{of: 'host', seen: `the lab's root ${nameOf(root)}`}]),
      ...clusters.map(evidenceOf),
    ],
    faults: faultsIn(
      clusters.map(({cluster, plugged, certs, rootFolder}) =>
        plugged?.root === undefined
          ? fault('cacerts-missing', {cluster, certs, rootFolder, namespace})
          : undefined,
      ),
      clusters.map((one) => rootFault(one, clusters, common, namespace)),
      clusters.map((one) => intermediateFault(one, nowMs, namespace)),
      clusters.map((one) => loadedFault(one, namespace)),
      clusters.flatMap((one) => one.proxies.map((proxy) => proxyFault(one, proxy, nowMs, namespace))),
    ),
  };
}

function nameOf({subject, fingerprint}: Certificate): string {
  return `${subject} (${fingerprint.slice(0, 11)}…)`;
}

function evidenceOf({cluster, plugged, told, proxies}: ClusterTrust) {
  const {root, intermediate} = plugged ?? {};
  const kept = root === undefined ? 'no cacerts' : `cacerts with root ${nameOf(root)}`;
  const until = intermediate === undefined ? '' : `, ${intermediate.subject} until ${intermediate.notAfter}`;
  const tells = told.map(
    (one) => `${one.namespace} is told ${one.root === undefined ? 'nothing' : nameOf(one.root)}`,
  );
  const trusting = new Set(proxies.flatMap(({roots}) => roots.map(nameOf)));
  return {
    of: cluster,
    seen: `${kept}${until}; ${tells.join(', ')}; ${proxies.length} proxies trust ${[...trusting].join(' and ')}`,
  };
}

function same(one: Certificate | undefined, other: Certificate | undefined): boolean {
  return one?.fingerprint === other?.fingerprint;
}

/** What most clusters have; of as many, the first one's. */
function mostCommonRoot(clusters: readonly ClusterTrust[]): Certificate | undefined {
  const roots = clusters.flatMap(({plugged}) => plugged?.root ?? []);
  const having = (one: Certificate): number => roots.filter((root) => same(root, one)).length;
  return roots.reduce<Certificate | undefined>(
    (most, root) => (most !== undefined && having(most) >= having(root) ? most : root),
    undefined,
  );
}

/** The cluster whose root is not that of the lab; without the lab's own at hand, not that of most clusters. */
function rootFault(
  {cluster, plugged, certs, rootFolder}: ClusterTrust,
  all: readonly ClusterTrust[],
  common: Certificate | undefined,
  namespace: string,
): Fault | undefined {
  const root = plugged?.root;
  if (root === undefined || common === undefined || same(root, common)) return undefined;
  const others = all.filter((other) => other.cluster !== cluster && !same(other.plugged?.root, root));
  const peer = others.find((other) => same(other.plugged?.root, common)) ?? others[0];
  if (peer?.plugged?.root === undefined) return undefined;
  return fault('foreign-root', {
    cluster,
    root: nameOf(root),
    peer: peer.cluster,
    other: nameOf(peer.plugged.root),
    certs,
    rootFolder,
    namespace,
  });
}

function intermediateFault(
  {cluster, node, certs, rootFolder, plugged, proxies}: ClusterTrust,
  nowMs: number,
  namespace: string,
): Fault | undefined {
  const used = proxies.flatMap(({chain}) => chain.slice(1)).filter(isIntermediate);
  const one = [...[plugged?.intermediate ?? []].flat(), ...used].find((each) => !isValid(each, nowMs));
  if (one === undefined) return undefined;
  const {subject, notBefore: from, notAfter: to} = one;
  return Date.parse(from) > nowMs + SKEW_MS
    ? early(one, `whoever issued ${subject} for ${cluster}`, nowMs, {cluster, node})
    : fault('intermediate-expired', {cluster, subject, from, to, certs, rootFolder, namespace});
}

/** istiod tells, and hands out, another root than lies in `cacerts`, or signs by another intermediate of the same one. */
function loadedFault(one: ClusterTrust, namespace: string): Fault | undefined {
  const {cluster, plugged, told, proxies} = one;
  if (plugged?.root === undefined) return undefined;
  const toldOther = told.some(({root}) => root !== undefined && !same(root, plugged.root));
  // A chain that ends in another root, in all proxies alike, is istiod's doing; in one, it is an old pod.
  const foreign = proxies.filter((proxy) => !trusts(proxy, plugged.root));
  const all = proxies.length > 0 && foreign.length === proxies.length;
  return toldOther || all || signsByAnother(one) ? passing('ca-not-loaded', {cluster, namespace}) : undefined;
}

/**
 * No chain has the intermediate that lies in `cacerts`, and that is istiod's doing: it was at work before there was that
 * one, or has signed by another since its start. Certificates that are older than istiod itself tell nothing of it, and
 * are as good as before: the root is the same.
 */
function signsByAnother({plugged, proxies, istiodSinceMs}: ClusterTrust): boolean {
  const lies = plugged?.intermediate;
  const chains = proxies.map(({chain}) => chain).filter((chain) => chain.some(isIntermediate));
  if (lies === undefined || chains.length === 0) return false;
  if (chains.some((chain) => chain.some((each) => same(each, lies)))) return false;
  if (istiodSinceMs === undefined || istiodSinceMs < Date.parse(lies.notBefore)) return true;
  return chains.some(
    ([leaf]) => leaf !== undefined && Date.parse(leaf.notBefore) + BACKDATED_MS > istiodSinceMs,
  );
}

function isIntermediate({isCa, selfSigned}: Certificate): boolean {
  return isCa && !selfSigned;
}

function proxyFault(
  {cluster, node, plugged}: ClusterTrust,
  proxy: ProxyTrust,
  nowMs: number,
  namespace: string,
): Fault | undefined {
  const {deployment, pod: workload, namespace: place, chain} = proxy;
  const where = {cluster, workload, place, deployment};
  if (plugged?.root !== undefined && !trusts(proxy, plugged.root))
    return passing('workload-root-stale', where);
  const [leaf] = chain;
  if (leaf === undefined || isValid(leaf, nowMs)) return undefined;
  const {notBefore: from, notAfter: to} = leaf;
  if (Date.parse(from) > nowMs + SKEW_MS)
    return early(leaf, `istiod of ${cluster}, which signed for ${workload} in ${namespace},`, nowMs, {
      cluster,
      node,
      place,
      deployment,
    });
  return passing('workload-certificate-expired', {...where, from, to});
}

/**
 * Whether it trusts the root, and shows a chain that a peer with this root believes. A gateway that leads nowhere as yet
 * has asked for neither, and nothing can be held against it.
 */
function trusts({chain, roots}: ProxyTrust, root: Certificate | undefined): boolean {
  if (root === undefined) return true;
  const top = chain.at(-1);
  // Two roots may bear one name: only where the chain ends below its root there is nothing but the name.
  const believed = top === undefined || (top.selfSigned ? same(top, root) : top.issuer === root.subject);
  return believed && (roots.length === 0 || roots.some((one) => same(one, root)));
}

function isValid({notBefore, notAfter}: Certificate, nowMs: number): boolean {
  return Date.parse(notBefore) <= nowMs + SKEW_MS && nowMs <= Date.parse(notAfter);
}

interface Issuing {
  readonly cluster: string;
  readonly node: string;
  /** Of the workload whose certificate it is. */
  readonly place?: string;
  readonly deployment?: string;
}

/** A certificate of the future. By now the clocks may agree: the check of the host has compared them. */
function early(
  {notBefore}: Certificate,
  where: string,
  nowMs: number,
  {cluster, node, place = '', deployment = ''}: Issuing,
): Fault {
  const seconds = Math.round((Date.parse(notBefore) - nowMs) / 1000).toString();
  const holes = {where, seconds, other: 'this machine', node, skewed: '', cluster, place, deployment};
  return fault('clock-skew', holes);
}
