import type {ContainerInfo, Docker} from '../drivers/docker/docker.js';
import type {Drivers} from '../drivers/drivers.js';
import type {Step} from '../engine/step.js';
import {addressNumber} from '../lab/cidr.js';
import {hasFixedAddresses} from '../plan/own.js';
import {LAB_LABEL, type Plan} from '../plan/plan.js';
import {NETWORK_STEP} from './network.js';
import {isComplete} from './node.js';

export const STARTED_STEP = 'clusters.started';

/** File in a node in which kind's entrypoint keeps the address that it was last started with. */
const LAST_ADDRESS = '/kind/old-ipv4';

/** The whole nodes of this lab that do not run, or are frozen. */
export async function restingNodes(plan: Plan, docker: Docker): Promise<readonly ContainerInfo[]> {
  const nodes = await Promise.all(plan.clusters.map(({node}) => docker.container(node)));
  const resting = nodes
    .filter((node) => node !== undefined)
    .filter(({labels, running, paused = false}) => labels[LAB_LABEL] === plan.lab && (!running || paused));
  const whole = await Promise.all(resting.map((node) => isComplete(docker, node)));
  return resting.filter((_, index) => whole[index]);
}

/**
 * Nodes that are there and do not run, started with the addresses that they had. The engine gives a container that
 * starts the lowest address that is free; etcd, the API server's certificate and the kubelet know the old one, and to
 * find their way to another takes a node half a minute more. Nobody else may come first, the client neither.
 */
export function startedStep(plan: Plan, {docker}: Drivers): Step {
  const nodes = plan.clusters.map(({node}) => node);
  return {
    id: STARTED_STEP,
    title: 'No node is stopped',
    needs: [NETWORK_STEP],
    commands: [`docker start ${nodes.join(' ')}`],
    deadlineMs: 20_000,
    done: async () => {
      const resting = await restingNodes(plan, docker);
      const names = resting.map(({name, paused}) => `${name} is ${paused === true ? 'paused' : 'stopped'}`);
      return {done: names.length === 0, seen: names.length === 0 ? 'none is' : names.join(', ')};
    },
    run: async ({say}) => {
      const resting = await restingNodes(plan, docker);
      for (const {name, paused} of resting) if (paused === true) await docker.unpauseContainer(name);
      const stopped = resting.filter(({paused}) => paused !== true);
      const placed = await Promise.all(
        stopped.map(async ({id, name}) => ({
          name,
          address: (await docker.readFile(id, LAST_ADDRESS))?.trim() ?? '',
        })),
      );
      // Without fixed addresses, the order in which they start decides.
      for (const one of placed.sort((a, b) => addressNumber(a.address) - addressNumber(b.address))) {
        say(`starting ${one.name}${one.address === '' ? '' : ` at ${one.address}`}`);
        await start(one, plan, docker);
      }
    },
  };
}

interface Placed {
  readonly name: string;
  /** Empty where it was never started whole. */
  readonly address: string;
}

async function start({name, address}: Placed, plan: Plan, docker: Docker): Promise<void> {
  const {name: network} = plan.dockerNetwork;
  const found = await docker.network(network);
  if (found === undefined || !hasFixedAddresses(found) || address === '') return docker.startContainer(name);
  await docker.placeContainer(name, network, address);
  try {
    await docker.startContainer(name);
  } catch {
    // Somebody else has the address by now: kind's entrypoint finds its way with any.
    await docker.placeContainer(name, network);
    await docker.startContainer(name);
  }
}
