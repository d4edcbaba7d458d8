import {isIPv4} from 'node:net';
import type {ContainerInfo} from '../../drivers/docker/docker.js';
import {ISTIO_SYSTEM, peersOf, type ClusterPlan} from '../../plan/plan.js';
import {check} from '../check.js';
import {fault, faultsIn, passing, type Fault, type Judged} from '../judged.js';
import {dataOf, named, part} from '../looks/objects.js';
import type {Scene} from '../scene.js';

/** Istio dates certificates back by two minutes; half of that is already close. */
const SKEW_S = 60;

export interface NodeSeen {
  readonly cluster: string;
  readonly node: string;
  readonly state: 'missing' | 'stopped' | 'paused' | 'running';
  readonly address?: string | undefined;
  /** Seconds by which its clock is ahead of this machine's. */
  readonly aheadS?: number | undefined;
  /** Who goes by which address of it, as Kubernetes and others wrote it down. */
  readonly believed: readonly {readonly believer: string; readonly address: string}[];
}

export interface HostSeen {
  /** Its version; undefined where none answers. */
  readonly engine: string | undefined;
  readonly nodes: readonly NodeSeen[];
  readonly client: {readonly name: string; readonly running: boolean};
}

export const hostCheck = check<HostSeen>({
  id: 'host',
  looked: 'Docker engine, node containers, their addresses and clocks, the client container',
  look: async (scene) => {
    const {plan, docker, signal} = scene;
    const info = await scene.once('the engine', () => docker.info(signal));
    if (info === undefined)
      return {engine: undefined, nodes: [], client: {name: plan.client.name, running: false}};
    const [client, nodes] = await Promise.all([docker.container(plan.client.name), nodesSeen(scene)]);
    return {
      engine: info.version,
      nodes,
      client: {name: plan.client.name, running: client?.running === true && client.paused !== true},
    };
  },
  judge: (seen) => judgeHost(seen),
});

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
  };
}

function nodeText({node, state, address, aheadS, believed}: NodeSeen): string {
  const where = address === undefined ? '' : ` at ${address}`;
  const clock = aheadS === undefined ? '' : `, clock ${aheadS.toFixed(0)} s off`;
  const others = believed.filter((one) => one.address !== address);
  const said = others.map(({believer, address: then}) => `; ${believer} says ${then}`).join('');
  return `${node} ${state}${where}${clock}${said}`;
}

function stateFault({cluster, node, state}: NodeSeen): Fault | undefined {
  if (state === 'missing') return fault('node-missing', {cluster, node});
  if (state === 'stopped') return passing('node-stopped', {cluster, node});
  return state === 'paused' ? fault('node-paused', {node}) : undefined;
}

function addressFault({node, address, believed}: NodeSeen): Fault | undefined {
  const other = believed.find((one) => address !== undefined && one.address !== address);
  if (other === undefined || address === undefined) return undefined;
  return passing('node-address-changed', {node, now: address, believer: other.believer, then: other.address});
}

function clockFault({node, aheadS}: NodeSeen): Fault | undefined {
  if (aheadS === undefined || Math.abs(aheadS) < SKEW_S) return undefined;
  return passing('clock-skew', {
    where: node,
    seconds: aheadS.toFixed(0),
    other: 'this machine',
    node,
  });
}

/** Where a node does not run there is nothing else to know, and whoever is asked about it would not answer in time. */
async function nodesSeen(scene: Scene): Promise<readonly NodeSeen[]> {
  const {clusters} = scene.plan;
  const found = await Promise.all(clusters.map(({node}) => scene.docker.container(node)));
  const nodes = clusters.map((cluster, index) => ({cluster, container: found[index]}));
  const allRun = found.every((one) => stateOf(one) === 'running');
  return Promise.all(
    nodes.map(async ({cluster, container}) => {
      const {name, node} = cluster;
      const seen = {cluster: name, node, state: stateOf(container), believed: []};
      return allRun && container !== undefined ? await moreOf(scene, cluster, container, seen) : seen;
    }),
  );
}

async function moreOf(
  scene: Scene,
  cluster: ClusterPlan,
  {addresses}: ContainerInfo,
  seen: NodeSeen,
): Promise<NodeSeen> {
  const [aheadS, believed] = await Promise.all([
    clockOf(scene, cluster.node).catch(() => undefined),
    // Whether the API servers answer is judged later.
    Promise.all([believedOf(scene, cluster).catch(() => []), writtenOf(scene, cluster)]),
  ]);
  return {...seen, address: addresses[scene.plan.dockerNetwork.name], aheadS, believed: believed.flat()};
}

function stateOf(found: ContainerInfo | undefined): NodeSeen['state'] {
  if (found === undefined) return 'missing';
  if (found.paused === true) return 'paused';
  return found.running ? 'running' : 'stopped';
}

async function clockOf({exec, clock}: Scene, node: string): Promise<number | undefined> {
  const before = clock.date().getTime();
  const {exitCode, stdout} = await exec(node, ['date', '+%s']);
  const middle = (before + clock.date().getTime()) / 2000;
  const seconds = Number(stdout.trim());
  return exitCode === 0 && Number.isFinite(seconds) ? seconds - middle : undefined;
}

async function believedOf(scene: Scene, cluster: ClusterPlan): Promise<NodeSeen['believed']> {
  const [nodes, endpoints] = await Promise.all([
    scene.list(cluster, 'v1', 'Node'),
    scene.list(cluster, 'v1', 'Endpoints', 'default'),
  ]);
  const {addresses = []} = part(named(nodes, cluster.node), 'status') as {
    addresses?: readonly {readonly type: string; readonly address: string}[];
  };
  const {subsets = []} = (named(endpoints, 'kubernetes') ?? {}) as {
    subsets?: readonly {readonly addresses?: readonly {readonly ip: string}[]}[];
  };
  const served = subsets.flatMap((subset) => subset.addresses ?? []);
  return [
    ...addresses
      .filter(({type, address}) => type === 'InternalIP' && !address.includes(':'))
      .map(({address}) => ({believer: 'its Kubernetes node object', address})),
    ...served.map(({ip}) => ({believer: 'the Service kubernetes', address: ip})),
  ];
}

/** A server's address that stands in a remote secret for this cluster; the lab itself writes a name there. */
async function writtenOf(scene: Scene, cluster: ClusterPlan): Promise<NodeSeen['believed']> {
  const found = await Promise.all(
    peersOf(scene.plan, cluster).map(async (reader) => {
      const secrets = await scene.list(reader, 'v1', 'Secret', ISTIO_SYSTEM).catch(() => []);
      const hosts = secrets
        .map((secret) => dataOf(secret)[cluster.istioName])
        .flatMap((text) => (text === undefined ? [] : serverIn(Buffer.from(text, 'base64').toString())));
      return hosts
        .filter((host) => isIPv4(host) && !host.startsWith('127.') && host !== '0.0.0.0')
        .map((address) => ({believer: `the remote secret in ${reader.name}`, address}));
    }),
  );
  return found.flat();
}

/** The host of the server in a kubeconfig. */
function serverIn(kubeconfig: string): readonly string[] {
  const [, server = ''] = /^\s*server:\s*(\S+)\s*$/m.exec(kubeconfig) ?? [];
  return URL.canParse(server) ? [new URL(server).hostname] : [];
}
