import {EastwestError, EXIT} from '../base/errors.js';
import type {Docker} from '../drivers/docker/docker.js';
import type {Plan} from '../plan/plan.js';
import {hopText} from './hop.js';
import {hopUnderWay, type HopNote} from './note.js';

/**
 * Refuses what would meddle with a hop that is half done, or take the mixed mesh for the lab.
 *
 * @throws UPGRADE-UNDER-WAY
 */
export async function refuseWhileHopping(
  plan: Plan,
  docker: Pick<Docker, 'container' | 'readFile'>,
): Promise<void> {
  const hop = await hopUnderWay(plan, docker);
  // One that was judged is at its end: the person may look why, and then says whether it goes back.
  if (hop !== undefined && hop.stage !== 'judged') throw underWay(hop);
}

export function underWay({hop, begun}: HopNote): EastwestError {
  return new EastwestError(`a hop of the mesh is half done: ${hopText(hop)}`, {
    code: 'UPGRADE-UNDER-WAY',
    details: [`begun at ${begun}, ${hop.order.join(' first, then ')}`],
    hint: '`eastwest upgrade` goes on with it, `eastwest upgrade --rollback` goes back',
    exitCode: EXIT.usage,
  });
}
