import {istiodName} from '../../plan/istio.js';
import {ISTIO_SYSTEM} from '../../plan/plan.js';
import {act} from '../change.js';
import {anyCluster, type Fault} from '../fault.js';

export const istiodDown: Fault = {
  name: 'istiod-down',
  does: {
    en: "Takes away every pod of one cluster's istiod: proxies go on with what they have, and nothing new reaches them.",
    ko: '한 클러스터의 istiod 파드를 모두 없앱니다. 프록시는 가진 설정으로 계속 동작하지만 새 설정은 받지 못합니다.',
  },
  finding: 'istiod-down',
  sites: anyCluster,
  changes: async ({cluster, bench}) => [
    await act(
      'scale',
      {cluster: cluster.name, deployment: istiodName(cluster), namespace: ISTIO_SYSTEM, replicas: 0},
      bench,
    ),
  ],
  see: (cluster) => [`k${cluster.name} -n istio-system get deployment ${istiodName(cluster)}`],
};
