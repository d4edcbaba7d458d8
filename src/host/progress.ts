import type {ClusterPlan} from '../plan/plan.js';
import {runningClusters} from './own.js';
import type {Probes} from './probes.js';

/** True when the node image is there: then nothing large will be built. */
export async function isBuilt({
  plan,
  engine,
  docker,
}: Pick<Probes, 'plan' | 'engine' | 'docker'>): Promise<boolean> {
  const image = await orWithoutEngine(docker.image(plan.supplied.images.node), engine, undefined);
  return image !== undefined;
}

/** The clusters of this lab that run; none where no engine answers. */
export function runningOf({
  plan,
  engine,
  docker,
}: Pick<Probes, 'plan' | 'engine' | 'docker'>): Promise<readonly ClusterPlan[]> {
  return orWithoutEngine(runningClusters(plan, docker), engine, []);
}

/**
 * What the engine is asked, or `none` where there is none. That it says late what it is (a busy machine) does not mean
 * that it is not there: the lab's own ports would be taken for a stranger's.
 */
async function orWithoutEngine<T>(asked: Promise<T>, engine: Probes['engine'], none: T): Promise<T> {
  try {
    return await asked;
  } catch (error) {
    if ((await engine) !== undefined) throw error;
    return none;
  }
}
