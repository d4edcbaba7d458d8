import type {Docker} from '../drivers/docker/docker.js';
import {refuseOtherSupply} from '../plan/own.js';
import {LAB_LABEL, type Plan} from '../plan/plan.js';

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
