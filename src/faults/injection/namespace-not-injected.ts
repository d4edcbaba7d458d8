import {act, target} from '../change.js';
import {anyCluster, type Fault} from '../fault.js';
import {appsOf, INJECTION, namespaceRef, proxiesEverywhere, startAnew} from './pods.js';

export const namespaceNotInjected: Fault = {
  name: 'namespace-not-injected',
  does: {
    en: "Takes the injection label off the apps' namespace in one cluster and starts their pods anew: they come without proxies.",
    ko: '한 클러스터의 앱 네임스페이스에서 주입 레이블을 없애고 파드를 다시 시작합니다. 새 파드에는 프록시가 없습니다.',
  },
  finding: 'namespace-not-injected',
  sites: anyCluster,
  changes: async ({cluster: {name}, bench}) => [
    await act(
      'label',
      {cluster: name, object: target(namespaceRef(bench.plan)), labels: {[INJECTION]: null}},
      bench,
    ),
    startAnew(name, await appsOf(name, bench), bench),
  ],
  see: ({name}, _peer, {namespace}) => [
    `k${name} get namespace ${namespace} -L ${INJECTION}`,
    `k${name} -n ${namespace} get pods`,
  ],
  gone: ({cluster, bench}) => proxiesEverywhere(cluster.name, bench),
};
