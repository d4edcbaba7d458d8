import {ISTIO_SYSTEM} from '../../plan/plan.js';
import {deploymentRef} from '../../scenario/deployment.js';
import {act, own, target} from '../change.js';
import {anyCluster, type Fault} from '../fault.js';
import {CROSS_NETWORK, GATEWAY} from './cross-network-gateway.js';

export const crossNetworkGatewayGone: Fault = {
  name: 'cross-network-gateway-gone',
  does: {
    en: 'Deletes the Gateway that exposes the services of one cluster: nobody listens on 15443 any more.',
    ko: '한 클러스터의 서비스를 외부에 여는 Gateway를 삭제합니다. 15443 포트에서 아무도 수신하지 않습니다.',
  },
  finding: 'services-not-exposed',
  sites: anyCluster,
  changes: async ({cluster, bench}) => {
    // A Gateway that comes later pushes no clusters in Istio 1.17: the gateway starts anew once it is back.
    const restart = {cluster: cluster.name, restart: deploymentRef(GATEWAY, ISTIO_SYSTEM)};
    return [
      await act('delete', {cluster: cluster.name, object: target(CROSS_NETWORK)}, bench),
      own(restart, () => Promise.resolve()),
    ];
  },
  see: ({name}) => [
    `k${name} get gateways.networking.istio.io -A`,
    `i${name} proxy-config listener deploy/${GATEWAY}.istio-system --port 15443`,
  ],
};
