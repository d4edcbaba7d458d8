import type {ClusterPlan} from '../plan/plan.js';
import {runningClusters} from './own.js';
import type {Probes} from './probes.js';

/** True when the node image is there: then nothing large will be built. */
export async function isBuilt({
  plan,
  engine,
  docker,
}: Pick<Probes, 'plan' | 'engine' | 'docker'>): Promise<boolean> {
  if ((await engine) === undefined) return false;
  return (await docker.image(plan.supplied.images.node)) !== undefined;
}

/** The clusters of this lab that run; none where no engine answers. */
export async function runningOf({
  plan,
  engine,
  docker,
}: Pick<Probes, 'plan' | 'engine' | 'docker'>): Promise<readonly ClusterPlan[]> {
  return (await engine) === undefined ? [] : runningClusters(plan, docker);
}
