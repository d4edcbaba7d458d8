import type {Drivers} from '../drivers/drivers.js';
import type {KubeRef} from '../drivers/kube/kube.js';
import type {Step} from '../engine/step.js';
import type {ClusterPlan} from '../plan/plan.js';
import {localityLabels} from './kind-config.js';
import {apiStepId} from './kubeconfig.js';
import {nodeStepId} from './node.js';

interface NodeFields {
  readonly status?: {readonly conditions?: readonly {readonly type: string; readonly status: string}[]};
}

export function localityStepId({name}: ClusterPlan): string {
  return `clusters.${name}.locality`;
}

/** Region and zone on the node. kind sets them at creation; this step is for a node that has lost them. */
export function localityStep(cluster: ClusterPlan, {kubeFor}: Drivers): Step {
  const labels = localityLabels(cluster.locality);
  const node = nodeRef(cluster);
  const pairs = Object.entries(labels);
  return {
    id: localityStepId(cluster),
    title: `Locality labels of ${cluster.name}`,
    needs: [nodeStepId(cluster), apiStepId(cluster)],
    commands: [
      `kubectl label node ${cluster.node} ${pairs.map(([key, value]) => `${key}=${value}`).join(' ')}`,
    ],
    deadlineMs: 10_000,
    done: async () => {
      const found = await kubeFor(cluster.kubeconfig).get(node);
      const wrong = pairs.filter(([key, value]) => found?.metadata.labels?.[key] !== value);
      const seen = wrong.map(([key]) => `${key} missing`).join(', ');
      return wrong.length === 0 ? {done: true, seen: 'all there'} : {done: false, seen};
    },
    run: () => kubeFor(cluster.kubeconfig).patch(node, {metadata: {labels}}),
  };
}

/** The node says that it is ready to run pods. */
export function readyStep(cluster: ClusterPlan, {kubeFor}: Drivers): Step {
  return {
    id: `clusters.${cluster.name}.ready`,
    title: `Node of ${cluster.name} ready`,
    needs: [nodeStepId(cluster), apiStepId(cluster)],
    commands: [`kubectl wait node ${cluster.node} --for=condition=Ready --timeout=120s`],
    deadlineMs: 120_000,
    done: async () => {
      const found = (await kubeFor(cluster.kubeconfig).get(nodeRef(cluster))) as NodeFields | undefined;
      const ready = found?.status?.conditions?.find(({type}) => type === 'Ready')?.status;
      return {done: ready === 'True', seen: `Ready is ${ready ?? 'not said'}`};
    },
    run: () => Promise.resolve(),
  };
}

function nodeRef({node}: ClusterPlan): KubeRef {
  return {apiVersion: 'v1', kind: 'Node', metadata: {name: node}};
}
