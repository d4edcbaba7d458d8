import type {Drivers} from '../drivers/drivers.js';
import {lookApplied} from '../drivers/kube/manifest.js';
import type {KubeRef} from '../drivers/kube/kube.js';
import type {Step} from '../engine/step.js';
import type {ClusterPlan} from '../plan/plan.js';
import {apiStepId} from './kubeconfig.js';
import {nodeStepId} from './node.js';

const NAMESPACE = 'kube-system';
const NAME = 'kube-proxy';
/** A tenth of a core, as CoreDNS asks for, which nobody reaches without it. */
const CPU = '100m';

/**
 * kube-proxy with a share of the CPU. kubeadm gives it none, so that on a machine that is busy with a lab which starts
 * again everything else comes first: its rules were 10 seconds late, and until then no Service has an address, istiod and
 * DNS neither.
 */
export function kubeProxyStep(cluster: ClusterPlan, {kubeFor}: Drivers): Step {
  const ref: KubeRef = {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: {name: NAME, namespace: NAMESPACE},
  };
  const containers = [{name: NAME, resources: {requests: {cpu: CPU}}}];
  const change = {spec: {template: {spec: {containers}}}};
  return {
    id: `clusters.${cluster.name}.kube-proxy`,
    title: `Share of the CPU for kube-proxy of ${cluster.name}`,
    needs: [nodeStepId(cluster), apiStepId(cluster)],
    commands: [`kubectl --namespace ${NAMESPACE} set resources daemonset/${NAME} --requests=cpu=${CPU}`],
    deadlineMs: 10_000,
    done: () => lookApplied(kubeFor(cluster.kubeconfig), [{...ref, ...change}]),
    run: () => kubeFor(cluster.kubeconfig).patch(ref, change),
  };
}
