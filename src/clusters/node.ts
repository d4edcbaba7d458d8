import {rm} from 'node:fs/promises';
import type {ContainerInfo, Docker} from '../drivers/docker/docker.js';
import type {Drivers} from '../drivers/drivers.js';
import type {Step} from '../engine/step.js';
import {LAB_LABEL, labNodeImage, type ClusterPlan, type Plan} from '../plan/plan.js';
import {directFor} from './direct.js';
import {kindConfig} from './kind-config.js';
import {refuseForeign, refuseOtherSupply} from '../plan/own.js';
import {IMAGE_STEP} from './node-image.js';
import {STRAYS_STEP} from './strays.js';

/** File in a node that says that kind came to its end. A `create` that was killed leaves a node without it. */
const COMPLETE = '/kind/eastwest-complete';

export function remainsStepId({name}: ClusterPlan): string {
  return `clusters.${name}.remains`;
}

export function nodeStepId({name}: ClusterPlan): string {
  return `clusters.${name}.node`;
}

/** Clears away a node that an interrupted `create` has left; kind cannot go on with one. */
export function remainsStep(plan: Plan, cluster: ClusterPlan, {docker}: Drivers): Step {
  return {
    id: remainsStepId(cluster),
    title: `No half-made ${cluster.name}`,
    needs: [STRAYS_STEP],
    commands: [`kind delete cluster --name ${cluster.name}`],
    deadlineMs: 10_000,
    done: async () => {
      const node = await ownNode(plan, cluster, docker);
      if (node === undefined) return {done: true, seen: 'nothing there'};
      const complete = await isComplete(docker, node);
      return {done: complete, seen: complete ? 'a whole cluster' : 'a node without the end of its creation'};
    },
    run: async () => {
      // Looked at anew: the look before may have failed, and only what is known to be half-made may go.
      const node = await ownNode(plan, cluster, docker);
      if (node !== undefined && !(await isComplete(docker, node))) await docker.removeContainer(node.id);
    },
  };
}

/** The one node of a cluster, which is the whole cluster. */
export function nodeStep(plan: Plan, cluster: ClusterPlan, {docker, kind}: Drivers): Step {
  const {name, node, kubeconfig} = cluster;
  const image = labNodeImage(plan.supplied, plan.lab);
  const network = plan.dockerNetwork.name;
  return {
    id: nodeStepId(cluster),
    title: `kind cluster ${name}`,
    needs: [remainsStepId(cluster), IMAGE_STEP, 'clusters.started'],
    commands: [
      `KIND_EXPERIMENTAL_DOCKER_NETWORK=${network} kind create cluster --name ${name} --image ${image} --config ${name}.yaml`,
    ],
    deadlineMs: 20_000,
    done: async () => {
      const found = await ownNode(plan, cluster, docker);
      if (found === undefined) return {done: false, seen: 'not there'};
      refuseOtherSupply(plan, found.labels);
      if (!found.running) return {done: false, seen: 'stopped'};
      return {done: await isComplete(docker, found), seen: 'running'};
    },
    run: async ({signal, say}) => {
      const found = await ownNode(plan, cluster, docker);
      if (found !== undefined) {
        say('starting the stopped node');
        return docker.startContainer(node);
      }
      say('kubeadm is setting up the control plane');
      await kind.create({
        name,
        config: kindConfig(cluster),
        image,
        network,
        direct: directFor(plan, (await docker.network(network))?.subnet ?? ''),
        kubeconfig: `${kubeconfig}.new`,
        signal,
      });
      // The lab's own kubeconfig is written by a step of its own, while kind is still at work.
      await rm(`${kubeconfig}.new`, {force: true});
      await docker.writeFiles(node, {[COMPLETE]: `${plan.lab}\n`});
    },
    undo: async () => {
      const found = await docker.container(node);
      if (found?.labels[LAB_LABEL] === plan.lab) await docker.removeContainer(found.id);
    },
  };
}

async function ownNode(plan: Plan, cluster: ClusterPlan, docker: Docker): Promise<ContainerInfo | undefined> {
  const found = await docker.container(cluster.node);
  if (found === undefined) return undefined;
  const remedy = `name the lab's clusters otherwise, or: kind delete cluster --name ${cluster.name}`;
  refuseForeign(plan, `the container ${cluster.node}`, found.labels, remedy);
  return found;
}

/** Whether kind came to its end with a node. */
export async function isComplete(docker: Docker, node: ContainerInfo): Promise<boolean> {
  return (await docker.readFile(node.id, COMPLETE)) !== undefined;
}
