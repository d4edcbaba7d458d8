import type {Text} from '../../scenario/text.js';
import type {ClusterPlan} from '../../plan/plan.js';
import {act, target} from '../change.js';
import {anyCluster, type Fault} from '../fault.js';
import {EAST_WEST} from '../load-balancer/address.js';

const LABEL = 'topology.istio.io/network';

/** Another value, or none, for the label by which istiod finds the gateway that leads into a network. */
export function networkLabel(
  name: string,
  does: Text,
  value: (cluster: ClusterPlan) => string | null,
): Fault {
  return {
    name,
    does,
    finding: 'gateway-network-label',
    sites: anyCluster,
    changes: async ({cluster, bench}) => [
      await act(
        'label',
        {cluster: cluster.name, object: target(EAST_WEST), labels: {[LABEL]: value(cluster)}},
        bench,
      ),
    ],
    see: (cluster) => [
      `k${cluster.name} -n istio-system get service istio-eastwestgateway -L ${LABEL}`,
      `k${cluster.name} get namespace istio-system -L ${LABEL}`,
    ],
    gone: async ({cluster, bench}) => {
      const found = await bench.kube(cluster.name).get(EAST_WEST);
      const label = found?.metadata.labels?.[LABEL];
      return {done: label === cluster.network, seen: `${LABEL} is ${label ?? 'absent'}`};
    },
  };
}
