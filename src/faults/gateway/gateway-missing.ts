import {ISTIO_SYSTEM} from '../../plan/plan.js';
import {deploymentRef} from '../../scenario/deployment.js';
import {act, own, target} from '../change.js';
import {anyCluster, type Fault} from '../fault.js';
import {EAST_WEST, readdressOf} from '../load-balancer/address.js';

const DEPLOYMENT = deploymentRef('istio-eastwestgateway', ISTIO_SYSTEM);

export const gatewayMissing: Fault = {
  name: 'gateway-missing',
  does: {
    en: 'Deletes Deployment and Service of the east-west gateway of one cluster.',
    ko: '한 클러스터의 동서 게이트웨이 Deployment와 Service를 삭제합니다.',
  },
  finding: 'gateway-missing',
  sites: anyCluster,
  changes: async ({cluster, bench}) => {
    const kube = bench.kube(cluster.name);
    const readdress = await readdressOf(EAST_WEST, kube, false);
    return [
      await act('delete', {cluster: cluster.name, object: target(DEPLOYMENT)}, bench),
      own({cluster: cluster.name, readdress}, () => kube.remove(EAST_WEST)),
    ];
  },
  see: ({name}) => [`k${name} -n istio-system get deployment,service`],
};
