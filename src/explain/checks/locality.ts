import {check} from '../check.js';
import {gatewayAddresses, proxyHosts} from '../looks/hosts.js';
import {labelsOf, named} from '../looks/objects.js';
import {runtimeNumber} from '../looks/proxies.js';
import {MOST_EJECTED} from '../looks/rules.js';
import {judgeLocality, type LocalitySeen} from './locality-judge.js';

export const localityCheck = check<LocalitySeen>({
  id: 'locality',
  looked: 'labels of nodes, localities and priorities of endpoints, DestinationRules and what overrides them',
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
        return {
          cluster: cluster.name,
          labels: node === undefined ? {} : labelsOf(node),
          proxies: await Promise.all(
            proxies.map(async (one) => ({
              ...one,
              // Without a rule nothing is ejected, and nothing need be asked.
              runtimePercent:
                rules.length === 0 ? undefined : await runtimeNumber(scene, cluster, one.proxy, MOST_EJECTED),
            })),
          ),
          rules,
        };
      }),
    ),
  }),
  judge: (seen, {plan}) => judgeLocality(seen, plan),
});
