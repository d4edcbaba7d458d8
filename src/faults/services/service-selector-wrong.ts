import {act, target} from '../change.js';
import {anyCluster, type Fault} from '../fault.js';
import {meshServices, required} from './service.js';

export const serviceSelectorWrong: Fault = {
  name: 'service-selector-wrong',
  does: {
    en: 'Changes a value in the selector of a Service: it selects no pod any more.',
    ko: 'Service 셀렉터의 값을 바꿉니다. 이 Service는 어떤 파드도 선택하지 않습니다.',
  },
  finding: 'service-selector',
  sites: anyCluster,
  changes: async ({cluster, peer, bench, pick}) => {
    const services = await meshServices(cluster.name, peer.name, bench);
    const backed = services.filter((service) => service.backed && Object.keys(service.selector).length > 0);
    const {ref, selector} = pick(required(backed, 'Service with pods of its own'));
    const wrong = Object.fromEntries(Object.entries(selector).map(([key, value]) => [key, `${value}-1`]));
    const change = {spec: {selector: wrong}};
    return [await act('patch', {cluster: cluster.name, object: target(ref), change}, bench)];
  },
  see: ({name}, _peer, {namespace}) => [
    `k${name} -n ${namespace} get services -o wide`,
    `k${name} -n ${namespace} get endpoints`,
  ],
};
