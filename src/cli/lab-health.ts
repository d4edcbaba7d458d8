import {lookSteps} from '../engine/look-steps.js';
import type {Plan} from '../plan/plan.js';
import {ownersNoted} from '../scenario/journal.js';
import {allSteps} from '../stages.js';
import {explainer} from './explainer.js';
import type {OpenLab} from './open-lab.js';
import {worldOf} from './world.js';

/** Of the machine and of what the lab is made of nothing is asked: it is there, or there would be no lab. */
const OF_LAB = /^(clusters|loadbalancer|ca|mesh|apps)\./;

/** Why a lab is not healthy, a sentence each: steps that are not there, a finding of `explain`, changes of scenarios. */
export async function ailmentsOf(
  opened: OpenLab,
  plan: Plan,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const {drivers} = opened;
  const steps = allSteps(plan, drivers, {install: false}).filter(({id}) => OF_LAB.test(id));
  const known = new Set(steps.map(({id}) => id));
  const looked = steps.map((step) => ({...step, needs: step.needs.filter((need) => known.has(need))}));
  const world = worldOf({...opened, plan});
  const [statuses, explanation, owners] = await Promise.all([
    lookSteps(looked, signal),
    explainer(plan, drivers)(signal),
    ownersNoted({...world, signal, say: () => undefined}),
  ]);
  const missing = statuses
    .filter(({state}) => state !== 'there')
    .map(({id, seen}) => `step ${id} is not there: ${seen}`);
  const {verdict, finding} = explanation;
  const found = verdict === 'healthy' ? [] : [`explain: ${finding?.cause ?? `nobody can say (${verdict})`}`];
  return [...missing, ...found, ...owners.map((owner) => `the lab bears changes of ${owner}`)];
}
