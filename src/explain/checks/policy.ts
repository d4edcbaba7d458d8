import type {KubeObject} from '../../drivers/kube/kube.js';
import {check} from '../check.js';
import {hasProxy, lives, serviceAccountOf} from '../looks/pods.js';
import {podsOf} from '../looks/proxies.js';
import {judgePolicy, type ClusterPolicies, type PolicyPod} from './policy-judge.js';

const SECURITY = 'security.istio.io/v1beta1';

export const policyCheck = check<readonly ClusterPolicies[]>({
  id: 'policy',
  looked: 'AuthorizationPolicies, PeerAuthentications, the identities of all pods',
  look: (scene) =>
    Promise.all(
      scene.plan.clusters.map(async (cluster) => {
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
      }),
    ),
  judge: (seen) => judgePolicy(seen),
});

function policyPod(pod: KubeObject): PolicyPod {
  return {
    namespace: pod.metadata.namespace ?? '',
    name: pod.metadata.name,
    labels: pod.metadata.labels ?? {},
    serviceAccount: serviceAccountOf(pod),
    proxy: hasProxy(pod),
  };
}
