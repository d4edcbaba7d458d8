import type {KubeObject} from '../../drivers/kube/kube.js';
import {check} from '../check.js';
import {gatewayAddresses, proxyHosts, type GatewayAddresses, type ProxyHosts} from '../looks/hosts.js';
import {labelsOf, named} from '../looks/objects.js';
import {judgeLocality} from './locality-judge.js';

export const REGION = 'topology.kubernetes.io/region';
export const ZONE = 'topology.kubernetes.io/zone';

export interface ClusterLocality {
  readonly cluster: string;
  /** Labels of its node. */
  readonly labels: Readonly<Partial<Record<string, string>>>;
  readonly proxies: readonly ProxyHosts[];
  readonly rules: readonly KubeObject[];
}

export interface LocalitySeen {
  readonly gateways: GatewayAddresses;
  readonly clusters: readonly ClusterLocality[];
}

export const localityCheck = check<LocalitySeen>({
  id: 'locality',
  looked: 'labels of nodes, localities and priorities of endpoints, DestinationRules',
  look: async (scene) => ({
    gateways: await gatewayAddresses(scene),
    clusters: await Promise.all(
      scene.plan.clusters.map(async (cluster) => {
        const [nodes, rules, proxies] = await Promise.all([
          scene.list(cluster, 'v1', 'Node'),
          scene.list(cluster, 'networking.istio.io/v1beta1', 'DestinationRule'),
          proxyHosts(scene, cluster),
        ]);
        const node = named(nodes, cluster.node);
        return {cluster: cluster.name, labels: node === undefined ? {} : labelsOf(node), proxies, rules};
      }),
    ),
  }),
  judge: (seen, {plan}) => judgeLocality(seen, plan),
});
