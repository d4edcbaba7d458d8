import {act, target} from '../change.js';
import {anyCluster, type Fault} from '../fault.js';
import {backedServices} from './service.js';

/** Tells no protocol, and is not what the other cluster calls it. */
const NAME = 'web';

export const servicePortNameWrong: Fault = {
  name: 'service-port-name-wrong',
  does: {
    en: "Renames the port of a Service in one cluster: istiod joins endpoints of two clusters by the port's name.",
    ko: '한 클러스터에서 Service 포트의 이름을 바꿉니다. istiod는 두 클러스터의 엔드포인트를 포트 이름으로 묶습니다.',
  },
  finding: 'service-port-name',
  sites: anyCluster,
  changes: async ({cluster, peer, bench, pick}) => {
    const {ref, port} = pick(await backedServices(cluster.name, peer.name, bench));
    const change = {spec: {ports: [{port, name: NAME}]}};
    return [await act('patch', {cluster: cluster.name, object: target(ref), change}, bench)];
  },
  see: (cluster, peer, {namespace}) =>
    [cluster, peer].map(
      ({name}) =>
        `k${name} -n ${namespace} get services -o custom-columns=NAME:.metadata.name,PORTS:.spec.ports[*].name`,
    ),
};
