import type {ClusterPlan, Plan} from '../../plan/plan.js';
import {fault, faultsIn, passing, type Fault, type Judged} from '../judged.js';

/** What the kubeconfig in a remote secret says; nothing of it is a secret. */
export interface KubeconfigSeen {
  readonly server: string;
  /** The clusters of the lab whose CA it is; none for a foreign one. */
  readonly caOf: readonly string[];
  /** What the API server that is meant says of the token; undefined where it could not be asked. */
  readonly token: {readonly accepted: boolean; readonly seen: string} | undefined;
}

export interface RemoteSecretSeen {
  readonly reader: string;
  readonly read: ClusterPlan;
  /** The Secret's name, as `istioctl create-remote-secret` gives it. */
  readonly secret: string;
  readonly there: boolean;
  /** Without the label istiod does not see it. */
  readonly labelled: boolean;
  readonly kubeconfig?: KubeconfigSeen | undefined;
  /** What istiod says of the cluster; undefined where it does not know it, or cannot be asked. */
  readonly state?: string | undefined;
  readonly asked: boolean;
  /** Address of the node that is meant. */
  readonly address?: string | undefined;
}

const LOOPBACK = /^(127\.\d+\.\d+\.\d+|localhost|0\.0\.0\.0|\[?::1\]?)$/;

/** Pure. */
export function judgeRemoteSecrets(seen: readonly RemoteSecretSeen[], plan: Plan): Judged {
  return {
    evidence: seen.map(evidenceOf),
    faults: faultsIn(seen.map((one) => faultOf(one, plan))),
    pending: seen.map(notAsked).find((one) => one !== undefined),
  };
}

/** Who could not be asked for a word without which a secret may not be called right. */
function notAsked({reader, read, kubeconfig, asked}: RemoteSecretSeen): string | undefined {
  if (!asked) return `could not ask istiod of ${reader} whether it has read ${read.name}`;
  if (kubeconfig === undefined || kubeconfig.token !== undefined) return undefined;
  return `could not ask the API server of ${read.name} about the token in the remote secret of ${reader}`;
}

function evidenceOf({reader, read, secret, there, kubeconfig, state, asked}: RemoteSecretSeen) {
  const says = asked ? `istiod says ${state ?? 'nothing'}` : 'istiod was not asked';
  if (!there) return {of: reader, seen: `no ${secret}; ${says} of ${read.istioName}`};
  if (kubeconfig === undefined) return {of: reader, seen: `${secret} without a kubeconfig; ${says}`};
  const {server, caOf, token} = kubeconfig;
  const ca = caOf.length === 0 ? 'a foreign CA' : `the CA of ${caOf.join(' and ')}`;
  const token_ =
    token === undefined ? 'token not asked' : token.accepted ? 'token accepted' : `token: ${token.seen}`;
  return {
    of: reader,
    seen: `${secret} leads to ${server} with ${ca}, ${token_}; ${says} of ${read.istioName}`,
  };
}

/** The first thing that is wrong with one secret, the most telling one before what follows from it. */
function faultOf(one: RemoteSecretSeen, plan: Plan): Fault | undefined {
  const {reader: cluster, read, secret, there, labelled, kubeconfig, state, asked} = one;
  const {name: peer, istioName: peerName, server} = read;
  const common = {cluster, peer, peerName, server};
  if (!there || !labelled) return fault('remote-secret-missing', {...common, secret});
  if (kubeconfig === undefined)
    return fault('remote-secret-unreadable', {...common, secret, seen: `key ${peerName}`});
  const {server: named, caOf, token} = kubeconfig;
  const host = hostOf(named);
  if (LOOPBACK.test(host)) return fault('remote-secret-loopback', {...common, named});
  const actual = otherCluster(one, plan, host, caOf);
  if (actual !== undefined) return fault('remote-secret-wrong-cluster', {...common, actual});
  if (!caOf.includes(peer)) return fault('remote-secret-wrong-ca', common);
  if (host !== hostOf(server) && host !== one.address)
    return fault('remote-secret-wrong-server', {...common, named});
  if (token?.accepted === false) return fault('remote-secret-token', {...common, seen: token.seen});
  if (asked && state !== 'synced')
    return passing('remote-secret-not-synced', {cluster, peer, seen: state ?? 'nothing at all'});
  return undefined;
}

/** The cluster that both the CA and the server are of, or the server where the CA is foreign. */
function otherCluster(
  {read, address}: RemoteSecretSeen,
  {clusters}: Plan,
  host: string,
  caOf: readonly string[],
): string | undefined {
  const others = clusters.filter(({name}) => name !== read.name);
  const byCa = others.find(({name}) => caOf.includes(name))?.name;
  const byServer = others.find(({server}) => hostOf(server) === host)?.name;
  if (host === address || host === hostOf(read.server)) return undefined;
  return byServer ?? byCa;
}

function hostOf(server: string): string {
  try {
    return new URL(server).hostname;
  } catch {
    return server;
  }
}
