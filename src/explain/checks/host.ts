import {isIPv4} from 'node:net';
import type {ContainerInfo} from '../../drivers/docker/docker.js';
import {ISTIO_SYSTEM, peersOf, type ClusterPlan} from '../../plan/plan.js';
import {check} from '../check.js';
import {dataOf, named, part} from '../looks/objects.js';
import type {Scene} from '../scene.js';
import {judgeHost, type HostSeen, type NodeSeen} from './host-judge.js';

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
  {addresses, startedAtMs}: ContainerInfo,
  seen: NodeSeen,
): Promise<NodeSeen> {
  const [aheadS, own, written] = await Promise.all([
    clockOf(scene, cluster.node).catch(() => undefined),
    asked(scene, cluster, believedOf(scene, cluster)),
    Promise.all(
      peersOf(scene.plan, cluster).map((peer) => asked(scene, peer, writtenOf(scene, peer, cluster))),
    ),
  ]);
  const answers = [own, ...written];
  return {
    ...seen,
    address: addresses[scene.plan.dockerNetwork.name],
    aheadS,
    upS: startedAtMs === undefined ? undefined : (scene.clock.date().getTime() - startedAtMs) / 1000,
    believed: answers.flatMap(({believed}) => believed),
    unasked: [
      ...(aheadS === undefined ? [`${cluster.node} for its time`] : []),
      ...answers.flatMap(({unasked}) => unasked),
    ],
  };
}

/**
 * What an API server has to say. Whether it answers at all is judged later, by a check that has a name for it: only of
 * one that says it is ready it counts that it did not answer here.
 */
async function asked(
  scene: Scene,
  {name}: ClusterPlan,
  answer: Promise<NodeSeen['believed']>,
): Promise<{readonly believed: NodeSeen['believed']; readonly unasked: readonly string[]}> {
  try {
    return {believed: await answer, unasked: []};
  } catch {
    const ready = scene.once(`readyz of ${name}`, () => scene.kube(name).ready(scene.signal));
    const isReady = await ready.catch(() => false);
    return {believed: [], unasked: isReady ? [`the API server of ${name} which addresses it goes by`] : []};
  }
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
async function writtenOf(
  scene: Scene,
  reader: ClusterPlan,
  cluster: ClusterPlan,
): Promise<NodeSeen['believed']> {
  const secrets = await scene.list(reader, 'v1', 'Secret', ISTIO_SYSTEM);
  const hosts = secrets
    .map((secret) => dataOf(secret)[cluster.istioName])
    .flatMap((text) => (text === undefined ? [] : serverIn(Buffer.from(text, 'base64').toString())));
  return hosts
    .filter((host) => isIPv4(host) && !host.startsWith('127.') && host !== '0.0.0.0')
    .map((address) => ({
      believer: `the remote secret in ${reader.name}`,
      address,
      secret: {reader: reader.name, peerName: cluster.istioName, server: cluster.server},
    }));
}

/** The host of the server in a kubeconfig. */
function serverIn(kubeconfig: string): readonly string[] {
  const [, server = ''] = /^\s*server:\s*(\S+)\s*$/m.exec(kubeconfig) ?? [];
  return URL.canParse(server) ? [new URL(server).hostname] : [];
}
