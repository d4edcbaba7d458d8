import {EastwestError} from '../base/errors.js';
import {restingNodes} from '../clusters/index.js';
import type {Docker} from '../drivers/docker/docker.js';
import {refuseOtherSupply} from '../plan/own.js';
import {LAB_LABEL, type Plan} from '../plan/plan.js';
import {refuseWhileHopping} from '../upgrade/refuse.js';

/**
 * For commands that judge a lab, which is told with its supply, versions and proxy: whoever has made it with --istio or
 * --supply and leaves them out now would read what is not so.
 *
 * @throws LAB-OTHER-SUPPLY
 */
export async function refuseOtherLab(plan: Plan, docker: Pick<Docker, 'containers'>): Promise<void> {
  const containers = await docker.containers({[LAB_LABEL]: plan.lab});
  for (const {labels} of containers) refuseOtherSupply(plan, labels);
}

/** Whether all clusters are there and none of them works, as `stop` leaves them. */
export async function isStopped(plan: Plan, docker: Docker): Promise<boolean> {
  return (await restingNodes(plan, docker)).length === plan.clusters.length;
}

/**
 * For commands that work with a lab, half-way between two versions as well: of one that is stopped each look would wait for
 * its deadline.
 *
 * @throws LAB-OTHER-SUPPLY, LAB-STOPPED
 */
export async function refuseUnlessRunning(plan: Plan, docker: Docker): Promise<void> {
  await refuseOtherLab(plan, docker);
  if (!(await isStopped(plan, docker))) return;
  throw new EastwestError(`the lab ${plan.lab} is stopped`, {code: 'LAB-STOPPED', hint: 'eastwest start'});
}

/**
 * For commands that judge a lab, or change it: what is said of one whose mesh is half-way between two versions is said of
 * neither.
 *
 * @throws LAB-OTHER-SUPPLY, LAB-STOPPED, UPGRADE-UNDER-WAY
 */
export async function refuseUnlessAtHand(plan: Plan, docker: Docker): Promise<void> {
  await refuseUnlessRunning(plan, docker);
  await refuseWhileHopping(plan, docker);
}
