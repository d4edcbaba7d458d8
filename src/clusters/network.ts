import type {Docker} from '../drivers/docker/docker.js';
import type {Step} from '../engine/step.js';
import {LAB_LABEL, type Plan} from '../plan/plan.js';
import {labLabels, refuseForeign} from '../plan/own.js';

export const NETWORK_STEP = 'clusters.network';

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
      return network === undefined ? {done: false, seen: 'not there'} : {done: true, seen: network.subnet};
    },
    run: () => docker.createNetwork(name, labLabels(plan), subnet),
    undo: async () => {
      const network = await docker.network(name);
      if (network?.labels[LAB_LABEL] === plan.lab) await docker.removeNetwork(network.id);
    },
  };
}
