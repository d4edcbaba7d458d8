import type {ContainerInfo, Docker, Labels} from '../drivers/docker/docker.js';
import {LAB_LABEL, type ClusterPlan, type Plan} from '../plan/plan.js';

/** True when what carries these labels was made for this lab. */
export function isOwn(plan: Pick<Plan, 'lab'>, {labels}: {labels: Labels}): boolean {
  return labels[LAB_LABEL] === plan.lab;
}

/** The node container of a cluster, where it is this lab's. */
export async function ownNode(
  plan: Pick<Plan, 'lab'>,
  cluster: ClusterPlan,
  docker: Pick<Docker, 'container'>,
): Promise<ContainerInfo | undefined> {
  const node = await docker.container(cluster.node);
  return node !== undefined && isOwn(plan, node) ? node : undefined;
}

/** The clusters whose node runs: they hold their ports, memory and disk already. */
export async function runningClusters(
  plan: Plan,
  docker: Pick<Docker, 'container'>,
): Promise<readonly ClusterPlan[]> {
  const nodes = await Promise.all(plan.clusters.map((cluster) => ownNode(plan, cluster, docker)));
  return plan.clusters.filter((_, index) => nodes[index]?.running === true);
}
