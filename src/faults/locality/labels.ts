import type {KubeRef} from '../../drivers/kube/kube.js';
import type {ClusterPlan} from '../../plan/plan.js';
import type {Bench} from '../../scenario/bench.js';
import {act, target} from '../change.js';
import type {Change} from '../fault.js';
import {appsOf, INGRESS} from '../injection/pods.js';

export const REGION = 'topology.kubernetes.io/region';
export const ZONE = 'topology.kubernetes.io/zone';

export function nodeRef({node}: ClusterPlan): KubeRef {
  return {apiVersion: 'v1', kind: 'Node', metadata: {name: node}};
}

/** Takes region and zone off the node of a cluster. */
export async function unlabelled(cluster: ClusterPlan, bench: Bench): Promise<Change> {
  return act(
    'label',
    {cluster: cluster.name, object: target(nodeRef(cluster)), labels: {[REGION]: null, [ZONE]: null}},
    bench,
  );
}

/** What has a locality of its own: apps and the ingress gateway, each by the node's labels when it starts. */
export async function localised(cluster: ClusterPlan, bench: Bench): Promise<readonly KubeRef[]> {
  return [INGRESS, ...(await appsOf(cluster.name, bench))];
}

export function seeLabels({name}: ClusterPlan, _peer: ClusterPlan, {namespace}: Bench['plan']): string[] {
  return [
    `k${name} get nodes -L ${REGION},${ZONE}`,
    `k${name} -n ${namespace} get pods --sort-by=.metadata.creationTimestamp`,
    `i${name} proxy-config endpoint deploy/istio-ingressgateway.istio-system -o json | grep -A3 locality`,
  ];
}
