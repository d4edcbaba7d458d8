import {check} from '../check.js';
import {gatewayAddresses, proxyHosts} from '../looks/hosts.js';
import {labelsOf, named} from '../looks/objects.js';
import {judgeLocality, type LocalitySeen} from './locality-judge.js';

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
