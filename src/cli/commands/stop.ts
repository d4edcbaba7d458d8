import {counted} from '../../base/counted.js';
import {EastwestError, EXIT} from '../../base/errors.js';
import type {ContainerInfo, Docker} from '../../drivers/docker/docker.js';
import {refuseWhilePlanted} from '../../faults/index.js';
import {LAB_LABEL, type Plan} from '../../plan/plan.js';
import type {CommandContext, CommonOptions} from '../command.js';
import {openLab} from '../open-lab.js';
import {seconds} from '../render/renderer.js';

/** systemd ends the pods and etcd of a node in this time; what does not end then is killed. */
const NODE_GRACE_SECONDS = 20;
/** It only sleeps, and hears no signal. */
const CLIENT_GRACE_SECONDS = 0;

interface StopOptions extends CommonOptions {
  readonly releaseMemory?: boolean;
}

export function command({signal}: CommandContext) {
  return async (options: StopOptions) => {
    const {plan, drivers} = await openLab(options);
    const {docker, clock} = drivers;
    if ((await docker.info(signal)) === undefined) {
      process.stdout.write(options.json ? '{"stopped": []}\n' : 'nothing to stop: no Docker engine runs\n');
      return EXIT.good;
    }
    await refuseWhilePlanted({plan, docker});
    const startMs = clock.nowMs();
    const stopped = await stopLab(plan, docker, options.releaseMemory === true ? 'end' : 'freeze');
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
 * Stops what of the lab works: first the client and whatever else makes calls, then all nodes. Resolves to the names.
 *
 * A node that is frozen keeps its memory, uses no processor, and is back within seconds. One that is ended gives its
 * memory back, and has all its pods to start again. An engine that goes down ends both kinds.
 *
 * @throws STOP-INCOMPLETE
 */
export async function stopLab(
  plan: Plan,
  docker: Docker,
  nodesBy: 'freeze' | 'end',
): Promise<readonly string[]> {
  const nodes = plan.clusters.map(({node}) => node);
  const isNode = ({name}: ContainerInfo): boolean => nodes.includes(name);
  const working = async () =>
    (await docker.containers({[LAB_LABEL]: plan.lab})).filter(
      (found) => found.running && (found.paused !== true || nodesBy === 'end' || !isNode(found)),
    );
  const found = await working();
  const end = async ({id, paused}: ContainerInfo, graceSeconds: number): Promise<void> => {
    if (paused === true) await docker.unpauseContainer(id);
    await docker.stopContainer(id, graceSeconds);
  };
  for (const caller of found.filter((one) => !isNode(one))) await end(caller, CLIENT_GRACE_SECONDS);
  const rest = (node: ContainerInfo): Promise<void> =>
    nodesBy === 'end' ? end(node, NODE_GRACE_SECONDS) : docker.pauseContainer(node.id);
  await Promise.all(found.filter(isNode).map(rest));
  const still = await working();
  if (still.length > 0) {
    throw new EastwestError(`still running: ${still.map(({name}) => name).join(', ')}`, {
      code: 'STOP-INCOMPLETE',
      hint: 'run `eastwest stop` again',
    });
  }
  return found.map(({name}) => name);
}
