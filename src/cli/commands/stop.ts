import {counted} from '../../base/counted.js';
import {EastwestError, EXIT} from '../../base/errors.js';
import type {Docker} from '../../drivers/docker/docker.js';
import {refuseWhilePlanted} from '../../faults/index.js';
import {LAB_LABEL, type Plan} from '../../plan/plan.js';
import type {CommandContext, CommonOptions} from '../command.js';
import {openLab} from '../open-lab.js';
import {seconds} from '../render/renderer.js';

/** systemd ends the pods and etcd of a node in this time; what does not end then is killed. */
const NODE_GRACE_SECONDS = 20;
/** It only sleeps, and hears no signal. */
const CLIENT_GRACE_SECONDS = 0;

export function command({signal}: CommandContext) {
  return async (options: CommonOptions) => {
    const {plan, drivers} = await openLab(options);
    const {docker, clock} = drivers;
    if ((await docker.info(signal)) === undefined) {
      process.stdout.write(options.json ? '{"stopped": []}\n' : 'nothing to stop: no Docker engine runs\n');
      return EXIT.good;
    }
    await refuseWhilePlanted({plan, docker});
    const startMs = clock.nowMs();
    const stopped = await stopLab(plan, docker);
    const took = seconds(clock.nowMs() - startMs);
    const told =
      stopped.length === 0
        ? `nothing to stop: nothing of the lab ${plan.lab} runs`
        : `lab ${plan.lab} is stopped: ${counted(stopped.length, 'container')}, ${took}; go on with \`eastwest start\``;
    process.stdout.write(options.json ? `${JSON.stringify({stopped})}\n` : `${told}\n`);
    return EXIT.good;
  };
}

/**
 * Stops what of the lab runs: first the client and whatever else makes calls, then all nodes. Resolves to the names.
 *
 * @throws STOP-INCOMPLETE
 */
export async function stopLab(plan: Plan, docker: Docker): Promise<readonly string[]> {
  const nodes = plan.clusters.map(({node}) => node);
  const running = async () => (await docker.containers({[LAB_LABEL]: plan.lab})).filter(isUp);
  const found = await running();
  for (const {id, name, paused} of found) {
    if (paused === true) await docker.unpauseContainer(id);
    if (!nodes.includes(name)) await docker.stopContainer(id, CLIENT_GRACE_SECONDS);
  }
  const left = found.filter(({name}) => nodes.includes(name));
  await Promise.all(left.map(({id}) => docker.stopContainer(id, NODE_GRACE_SECONDS)));
  const still = await running();
  if (still.length > 0) {
    throw new EastwestError(`still running: ${still.map(({name}) => name).join(', ')}`, {
      code: 'STOP-INCOMPLETE',
      hint: 'run `eastwest stop` again',
    });
  }
  return found.map(({name}) => name);
}

function isUp({running}: {readonly running: boolean}): boolean {
  return running;
}
