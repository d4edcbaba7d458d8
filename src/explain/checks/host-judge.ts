import {fault, faultsIn, passing, type Fault, type Judged} from '../judged.js';

/** Istio dates certificates back by two minutes; half of that is already close. */
const SKEW_S = 60;

/**
 * After a start of a node its API server and its kubelet write the addresses of before anew within half a minute on two
 * cores; until then they are no fault.
 */
const REWRITTEN_S = 45;

/** Where an address of a node is written down. */
export interface Belief {
  readonly believer: string;
  readonly address: string;
  /** Where it is a remote secret: in which cluster, and what makes it anew, with the server by its name. */
  readonly secret?: {readonly reader: string; readonly peerName: string; readonly server: string};
}

export interface NodeSeen {
  readonly cluster: string;
  readonly node: string;
  readonly state: 'missing' | 'stopped' | 'paused' | 'running';
  readonly address?: string | undefined;
  /** Seconds since its container was started. */
  readonly upS?: number | undefined;
  /** Seconds by which its clock is ahead of this machine's. */
  readonly aheadS?: number | undefined;
  /** Who goes by which address of it, as Kubernetes and others wrote it down. */
  readonly believed: readonly Belief[];
  /** Who could not be asked, and for what, though all that is needed to ask is there. */
  readonly unasked?: readonly string[];
}

export interface HostSeen {
  /** Its version; undefined where none answers. */
  readonly engine: string | undefined;
  readonly nodes: readonly NodeSeen[];
  readonly client: {readonly name: string; readonly running: boolean};
}

/** Pure. */
export function judgeHost({engine, nodes, client}: HostSeen): Judged {
  if (engine === undefined) {
    return {evidence: [{of: 'host', seen: 'no Docker engine answers'}], faults: [fault('engine-down', {})]};
  }
  const evidence = [
    {
      of: 'host',
      seen: `Docker engine ${engine}; client ${client.name} ${client.running ? 'runs' : 'does not run'}`,
    },
    ...nodes.map((node) => ({of: node.cluster, seen: nodeText(node)})),
  ];
  return {
    evidence,
    faults: faultsIn(
      nodes.map(stateFault),
      client.running ? undefined : passing('client-missing', {client: client.name}),
      nodes.map(addressFault),
      nodes.map(clockFault),
    ),
    pending: [
      ...nodes.flatMap(({unasked = []}) => unasked).map((what) => `could not ask ${what}`),
      ...nodes.flatMap(notYetRewritten),
    ][0],
  };
}

function nodeText(seen: NodeSeen): string {
  const {node, state, address, aheadS} = seen;
  const where = address === undefined ? '' : ` at ${address}`;
  const clock = aheadS === undefined ? '' : `, clock ${aheadS.toFixed(0)} s off`;
  const said = outdatedIn(seen)
    .map(({believer, address: then}) => `; ${believer} says ${then}`)
    .join('');
  return `${node} ${state}${where}${clock}${said}`;
}

function stateFault({cluster, node, state}: NodeSeen): Fault | undefined {
  if (state === 'missing') return fault('node-missing', {cluster, node});
  if (state === 'stopped') return passing('node-stopped', {cluster, node});
  return state === 'paused' ? fault('node-paused', {node}) : undefined;
}

function notYetRewritten(seen: NodeSeen): readonly string[] {
  const {node, upS} = seen;
  return outdatedIn(seen)
    .filter((belief) => isBeingRewritten(seen, belief))
    .map(
      ({believer, address}) =>
        `${node} was started ${(upS ?? 0).toFixed(0)} s ago, and ${believer} still says ${address}`,
    );
}

/** Who goes by another address than the node has. */
function outdatedIn({address, believed}: NodeSeen): readonly Belief[] {
  return address === undefined ? [] : believed.filter((one) => one.address !== address);
}

/** What a node's start puts right by itself, in a moment. */
function isBeingRewritten({upS = Infinity}: NodeSeen, {secret}: Belief): boolean {
  // A start that lies ahead is of a clock that was set back since: nobody knows how long ago it was.
  return secret === undefined && upS >= 0 && upS < REWRITTEN_S;
}

function addressFault(seen: NodeSeen): Fault | undefined {
  const {cluster, node, address} = seen;
  const other = outdatedIn(seen).find((belief) => !isBeingRewritten(seen, belief));
  if (other === undefined || address === undefined) return undefined;
  const {believer, address: then, secret} = other;
  // What Kubernetes itself has written down kind puts right at the start of the node.
  const outdated = secret === undefined ? node : '';
  const {reader, peerName, server} = secret ?? {reader: '', peerName: '', server: ''};
  return passing('node-address-changed', {
    cluster,
    node,
    now: address,
    believer,
    then,
    outdated,
    reader,
    peerName,
    server,
  });
}

function clockFault({cluster, node, aheadS}: NodeSeen): Fault | undefined {
  if (aheadS === undefined || Math.abs(aheadS) < SKEW_S) return undefined;
  return passing('clock-skew', {
    where: node,
    seconds: aheadS.toFixed(0),
    other: 'this machine',
    node,
    skewed: node,
    cluster,
    place: '',
    deployment: '',
  });
}
