import {act, target} from '../change.js';
import {callersCluster, type Fault} from '../fault.js';
import {meshServices, required} from './service.js';

export const stubServiceGone: Fault = {
  name: 'stub-service-gone',
  does: {
    en: 'Deletes a Service of which all pods are in the other cluster: its name resolves no more where it is called.',
    ko: '파드가 모두 다른 클러스터에 있는 Service를 삭제합니다. 호출하는 쪽에서 이름을 찾을 수 없습니다.',
  },
  finding: 'stub-service-missing',
  sites: callersCluster,
  changes: async ({cluster, peer, bench, pick}) => {
    const services = await meshServices(cluster.name, peer.name, bench);
    const stub = pick(
      required(
        services.filter(({backed}) => !backed),
        'Service without pods of its own',
      ),
    );
    return [await act('delete', {cluster: cluster.name, object: target(stub.ref)}, bench)];
  },
  see: (cluster, peer, {namespace}) =>
    [cluster, peer].map(({name}) => `k${name} -n ${namespace} get services`),
};
