import {own} from '../change.js';
import {anyCluster, type Fault} from '../fault.js';
import {addressOf, EAST_WEST, readdressOf, withoutAddress} from '../load-balancer/address.js';

export const gatewayNoAddress: Fault = {
  name: 'gateway-no-address',
  does: {
    en: "Makes the Service of one cluster's east-west gateway a ClusterIP: it has no address for other clusters.",
    ko: '한 클러스터의 동서 게이트웨이 Service를 ClusterIP로 바꿉니다. 다른 클러스터가 쓸 주소가 없어집니다.',
  },
  finding: 'gateway-no-address',
  sites: anyCluster,
  changes: async ({cluster, bench}) => {
    const kube = bench.kube(cluster.name);
    const readdress = await readdressOf(EAST_WEST, kube, false);
    const change = async (): Promise<void> => {
      await kube.patch(EAST_WEST, {spec: {type: 'ClusterIP'}});
      await withoutAddress(EAST_WEST, kube, bench);
    };
    return [own({cluster: cluster.name, readdress}, change)];
  },
  see: ({name}) => [`k${name} -n istio-system get service istio-eastwestgateway`],
  gone: async ({cluster, bench}) => {
    const address = await addressOf(EAST_WEST, bench.kube(cluster.name));
    return {done: address !== undefined, seen: address ?? 'the east-west gateway has no address'};
  },
};
