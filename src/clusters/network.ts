import {HopelessError} from '../base/wait-for.js';
import type {Docker} from '../drivers/docker/docker.js';
import type {Step} from '../engine/step.js';
import {networkMisfit} from '../plan/network-fit.js';
import {LAB_LABEL, type Plan} from '../plan/plan.js';
import {ADDRESSES_LABEL, FIXED, labLabels, refuseForeign} from '../plan/own.js';

export const NETWORK_STEP = 'clusters.network';

/** Of a network that was only made to see which subnet the engine chooses; a killed `up` may leave it. */
const CHOOSING = 'choosing';

/** The docker network that nodes, load balancer addresses and the client share. */
export function networkStep(plan: Plan, docker: Docker): Step {
  const {name, subnet} = plan.dockerNetwork;
  const found = async () => {
    const network = await docker.network(name);
    if (network !== undefined) {
      const remedy = `choose another spec.dockerNetwork.name, or: docker network rm ${name}`;
      refuseForeign(plan, `the docker network ${name}`, network.labels, remedy);
    }
    return network;
  };
  return {
    id: NETWORK_STEP,
    title: `Docker network ${name}`,
    needs: ['host.ready'],
    commands: [
      `docker network create ${name} --label ${LAB_LABEL}=${plan.lab}${subnet === undefined ? '' : ` --subnet ${subnet}`}`,
    ],
    deadlineMs: 5000,
    done: async () => {
      const network = await found();
      if (network === undefined) return {done: false, seen: 'not there'};
      refuseMisfit(plan, network.subnet);
      const done = network.labels[ADDRESSES_LABEL] !== CHOOSING;
      return {done, seen: done ? network.subnet : `${network.subnet} was chosen`};
    },
    run: async () => {
      const chosen = subnet ?? (await chosenSubnet(plan, docker));
      await docker.createNetwork(name, {...labLabels(plan), [ADDRESSES_LABEL]: FIXED}, chosen);
    },
    undo: async () => {
      const network = await docker.network(name);
      if (network?.labels[LAB_LABEL] === plan.lab) await docker.removeNetwork(network.id);
    },
  };
}

/**
 * A subnet that is free here, as the engine chooses it. It lets nobody ask for an address in a network whose subnet it
 * chose itself, so the network is made twice: the second time with the subnet of the first.
 */
async function chosenSubnet(plan: Plan, docker: Docker): Promise<string> {
  const {name} = plan.dockerNetwork;
  if ((await docker.network(name)) === undefined)
    await docker.createNetwork(name, {...labLabels(plan), [ADDRESSES_LABEL]: CHOOSING});
  const network = await docker.network(name);
  if (network === undefined) throw new Error(`the engine has lost the network ${name}`);
  await docker.removeNetwork(network.id);
  refuseMisfit(plan, network.subnet);
  return network.subnet;
}

function refuseMisfit(plan: Plan, subnet: string): void {
  const misfit = networkMisfit(plan, subnet);
  if (misfit !== undefined) throw new HopelessError(misfit.message, misfit);
}
