import type {ClusterPlan} from '../plan/plan.js';
import {istioBuildNeed, labNeed, type Making, type Need} from './needs.js';
import {runningClusters} from './own.js';
import type {Probes} from './probes.js';

/** What is left to be made: nothing large once the node image is there. A bundle's is there, or must be loaded. */
export async function makingOf({
  plan,
  engine,
  docker,
}: Pick<Probes, 'plan' | 'engine' | 'docker'>): Promise<Making> {
  const {supply, images} = plan.supplied;
  const image = await orWithoutEngine(docker.image(images.node), engine, undefined);
  if (image !== undefined || supply === 'bundle') return 'nothing';
  return supply === 'source' ? 'building' : 'baking';
}

/** What the machine must have for what is still to be done. */
export async function needOf(
  probes: Pick<Probes, 'plan' | 'engine' | 'docker' | 'istioBuilds'>,
): Promise<Need> {
  if (probes.istioBuilds !== undefined) return istioBuildNeed(probes.istioBuilds);
  const [making, running] = await Promise.all([makingOf(probes), runningOf(probes)]);
  const {length} = probes.plan.clusters;
  return labNeed(length, length - running.length, making);
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
