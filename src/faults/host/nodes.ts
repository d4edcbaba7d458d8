import {waitFor, type Look} from '../../base/wait-for.js';
import {EastwestError} from '../../base/errors.js';
import type {Docker} from '../../drivers/docker/docker.js';
import type {KubeObject} from '../../drivers/kube/kube.js';
import {hasFixedAddresses} from '../../plan/own.js';
import {ISTIO_SYSTEM, type ClusterPlan, type Plan} from '../../plan/plan.js';
import type {Bench} from '../../scenario/bench.js';

/** A node that starts has all of a control plane to bring up. */
const API_DEADLINE_MS = 180_000;
const PODS_DEADLINE_MS = 180_000;
const STOP_GRACE_SECONDS = 10;

/** A node and the address that it had in the lab's network. */
export interface Start {
  readonly node: string;
  readonly address: string;
}

export async function unpause(node: string, {docker}: Pick<Bench, 'docker'>): Promise<void> {
  if ((await docker.container(node))?.paused === true) await docker.unpauseContainer(node);
}

/** The nodes of the lab with their addresses now. */
export async function nodesNow({plan, docker}: Pick<Bench, 'plan' | 'docker'>): Promise<readonly Start[]> {
  return Promise.all(
    plan.clusters.map(async ({node}) => ({node, address: await addressOf(node, plan, docker)})),
  );
}

async function addressOf(node: string, plan: Plan, docker: Docker): Promise<string> {
  const address = (await docker.container(node))?.addresses[plan.dockerNetwork.name] ?? '';
  if (address !== '') return address;
  throw new EastwestError(`${node} has no address in the docker network ${plan.dockerNetwork.name}`, {
    code: 'FAULT-LAB-NOT-UP',
    hint: 'eastwest up',
  });
}

/**
 * Sees to it that the nodes run with these addresses: by asking for them where the network lets one. Elsewhere the
 * engine gives the lowest one that is free to whoever starts first, so all are started in the order of the addresses.
 */
export async function startInOrder(nodes: readonly Start[], bench: Bench): Promise<void> {
  const {docker, plan} = bench;
  const asWanted = await Promise.all(
    nodes.map(async ({node, address}) => {
      const found = await docker.container(node);
      return found?.running === true && found.addresses[plan.dockerNetwork.name] === address;
    }),
  );
  const clusters = plan.clusters.filter(({node}) => nodes.some((one) => one.node === node));
  if (asWanted.every(Boolean)) return waitForApis(clusters, bench);
  await Promise.all(nodes.map(({node}) => docker.stopContainer(node, STOP_GRACE_SECONDS)));
  const startedAt = bench.clock.date();
  const {name} = plan.dockerNetwork;
  const network = await docker.network(name);
  const fixed = network !== undefined && hasFixedAddresses(network);
  for (const {node, address} of byAddress(nodes)) {
    // A node that was stopped before may have been given its address for good.
    if (fixed) await docker.placeContainer(node, name, address);
    await docker.startContainer(node);
  }
  await waitForApis(clusters, bench);
  await Promise.all(clusters.map(({name}) => waitForPods(name, startedAt, bench)));
}

async function waitForApis(clusters: readonly ClusterPlan[], bench: Bench): Promise<void> {
  await Promise.all(clusters.map(({name}) => waitForApi(name, bench)));
}

/** Stops nodes and starts them in the other order, so that their addresses change places. */
export async function swapAddresses(nodes: readonly Start[], bench: Bench): Promise<void> {
  const sorted = byAddress(nodes);
  const swapped = sorted.map(({address}, index) => ({
    node: sorted[sorted.length - 1 - index]?.node ?? '',
    address,
  }));
  await startInOrder(swapped, bench);
}

function byAddress(nodes: readonly Start[]): readonly Start[] {
  const key = ({address}: Start): number =>
    address.split('.').reduce((number, octet) => number * 256 + Number(octet), 0);
  return [...nodes].sort((one, other) => key(one) - key(other));
}

/** Waits until a cluster's API server answers; a person may have to wait for it after a node was frozen or stopped. */
export async function waitForApi(cluster: string, {kube, signal, clock, say}: Bench): Promise<void> {
  const look = async (): Promise<Look> => {
    const ready = await kube(cluster).ready(signal);
    return {done: ready, seen: ready ? 'ready' : 'not ready'};
  };
  await waitFor(`the API server of ${cluster}`, look, {
    deadlineMs: API_DEADLINE_MS,
    signal,
    clock,
    onSeen: say,
    hint: 'eastwest mend, once more',
  });
}

interface PodStatus {
  readonly containerStatuses?: readonly {
    readonly ready: boolean;
    readonly state?: {readonly running?: {readonly startedAt?: string}};
  }[];
}

/**
 * Waits until every pod of the mesh has been started on a node that was started itself. What the API server says of
 * pods is at first what they were before.
 */
async function waitForPods(cluster: string, since: Date, bench: Bench): Promise<void> {
  const {plan, kube, signal, clock, say} = bench;
  const fromMs = Math.floor(since.getTime() / 1000) * 1000;
  const isBack = (pod: KubeObject): boolean => {
    const {containerStatuses = []} = (pod['status'] ?? {}) as PodStatus;
    return containerStatuses.every(
      ({ready, state}) => ready && Date.parse(state?.running?.startedAt ?? '') >= fromMs,
    );
  };
  const look = async (): Promise<Look> => {
    const lists = await Promise.all(
      [ISTIO_SYSTEM, plan.namespace].map((namespace) => kube(cluster).list('v1', 'Pod', {namespace})),
    );
    const missing = lists.flat().filter((pod) => !isBack(pod));
    return {done: missing.length === 0, seen: `${missing.length} pods are not back`};
  };
  await waitFor(`the pods of ${cluster} to be back`, look, {
    deadlineMs: PODS_DEADLINE_MS,
    signal,
    clock,
    onSeen: say,
    hint: `k${cluster} get pods -A`,
  });
}
