import type {ContainerInfo} from '../drivers/docker/docker.js';
import type {Drivers} from '../drivers/drivers.js';
import type {Step} from '../engine/step.js';
import {labLabels, refuseForeign} from '../plan/own.js';
import {LAB_LABEL, type Plan} from '../plan/plan.js';

/**
 * Whoever measures must not be starved by what is measured: a caller that is late has made a gap of its own. It needs
 * little, so the clusters do not miss what it is given first.
 */
const CPU_SHARES = 16_384;

/** The container outside the clusters that calls are made from; it reaches the load balancer addresses. */
export function clientStep(plan: Plan, {docker}: Drivers): Step {
  const {name} = plan.client;
  const {client: image} = plan.supplied.images;
  const network = plan.dockerNetwork.name;
  const own = async (): Promise<ContainerInfo | undefined> => {
    const found = await docker.container(name);
    if (found !== undefined) {
      const remedy = `choose another spec.client.name, or: docker rm ${name}`;
      refuseForeign(plan, `the container ${name}`, found.labels, remedy);
    }
    return found;
  };
  const isCurrent = async (found: ContainerInfo): Promise<boolean> =>
    found.imageId === (await docker.image(image))?.id && network in found.addresses;
  return {
    id: 'apps.client',
    title: `Client ${name}`,
    // Nodes that start come first: their addresses are the lowest.
    needs: ['supply.ready', 'clusters.network', 'clusters.started'],
    commands: [
      `docker run -d --name ${name} --network ${network} --label ${LAB_LABEL}=${plan.lab} --cap-add NET_ADMIN --cap-add NET_RAW --cpu-shares ${CPU_SHARES} --stop-signal SIGKILL ${image} sleep infinity`,
    ],
    deadlineMs: 10_000,
    done: async () => {
      const found = await own();
      if (found === undefined) return {done: false, seen: 'not there'};
      if (!(await isCurrent(found))) return {done: false, seen: 'of another image or network'};
      return {done: found.running, seen: found.running ? 'running' : 'stopped'};
    },
    run: async () => {
      const old = await own();
      if (old !== undefined && !old.running && (await isCurrent(old))) return docker.startContainer(old.id);
      if (old !== undefined) await docker.removeContainer(old.id);
      await docker.createContainer({
        name,
        image,
        network,
        labels: labLabels(plan),
        command: ['sleep', 'infinity'],
        capabilities: ['NET_ADMIN', 'NET_RAW'],
        restart: 'unless-stopped',
        cpuShares: CPU_SHARES,
        // `sleep` does not hear a SIGTERM as a container's first process, and an engine that starts again waits 10 s for that.
        stopSignal: 'SIGKILL',
      });
    },
    undo: async () => {
      const found = await docker.container(name);
      if (found?.labels[LAB_LABEL] === plan.lab) await docker.removeContainer(found.id);
    },
  };
}
