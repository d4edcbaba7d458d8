import type {KubeObject} from '../../drivers/kube/kube.js';
import type {ClusterPlan} from '../../plan/plan.js';
import {check} from '../check.js';
import {hasProxy, lives, serviceAccountOf} from '../looks/pods.js';
import {podsOf} from '../looks/proxies.js';
import {heard, SECURITY, type Heard} from '../looks/refusals.js';
import type {Scene} from '../scene.js';
import {judgePolicy, type ClusterPolicies, type PolicyPod} from './policy-judge.js';

interface PolicySeen {
  readonly clusters: readonly ClusterPolicies[];
  readonly heard: Heard;
}

export const policyCheck = check<PolicySeen>({
  id: 'policy',
  looked:
    'AuthorizationPolicies, PeerAuthentications, the identities of all pods, refused calls in access logs',
  look: async (scene) => {
    const [clusters, said] = await Promise.all([
      Promise.all(scene.plan.clusters.map((cluster) => policiesOf(scene, cluster))),
      heard(scene),
    ]);
    return {clusters, heard: said};
  },
  judge: (seen) => judgePolicy(seen.clusters, seen.heard),
});

async function policiesOf(scene: Scene, cluster: ClusterPlan): Promise<ClusterPolicies> {
  const [authorization, peerAuthentication, pods] = await Promise.all([
    scene.list(cluster, SECURITY, 'AuthorizationPolicy'),
    scene.list(cluster, SECURITY, 'PeerAuthentication'),
    podsOf(scene, cluster),
  ]);
  return {
    cluster: cluster.name,
    authorization,
    peerAuthentication,
    pods: pods.filter(lives).map(policyPod),
  };
}

function policyPod(pod: KubeObject): PolicyPod {
  return {
    namespace: pod.metadata.namespace ?? '',
    name: pod.metadata.name,
    labels: pod.metadata.labels ?? {},
    serviceAccount: serviceAccountOf(pod),
    proxy: hasProxy(pod),
  };
}
