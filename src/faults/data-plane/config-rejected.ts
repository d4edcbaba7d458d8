import type {KubeObject} from '../../drivers/kube/kube.js';
import {make} from '../change.js';
import {anyCluster, type Fault} from '../fault.js';
import {backedServices} from '../services/service.js';

const NAME = 'impossible-timeout';
/** Istio's webhook looks whether Envoy knows the field, Envoy alone whether the value makes sense. */
const IMPOSSIBLE = '-1s';

/** Proxies refuse such an answer whole and go on with the one of before, as long as they are not started anew. */
export const configRejected: Fault = {
  name: 'config-rejected',
  does: {
    en: 'Applies an EnvoyFilter that Istio takes and Envoy does not: the proxies of one app refuse every further update of their clusters.',
    ko: 'Istio는 받아들이지만 Envoy는 거부하는 EnvoyFilter를 적용합니다. 한 앱의 프록시가 이후의 모든 클러스터 업데이트를 거부합니다.',
  },
  finding: 'proxy-stale',
  sites: anyCluster,
  changes: async ({cluster, peer, bench, pick}) => {
    const {selector} = pick(await backedServices(cluster.name, peer.name, bench));
    return [await make(cluster.name, [filter(bench.plan.namespace, selector)], bench)];
  },
  see: ({name}, _peer, {namespace}) => [
    `i${name} proxy-status`,
    `k${name} -n istio-system logs -l app=istiod --tail 50 | grep 'ACK ERROR'`,
    `k${name} -n ${namespace} get envoyfilters -o yaml`,
  ],
  gone: async ({cluster, bench}) => {
    const found = await bench.kube(cluster.name).get(filter(bench.plan.namespace, {}));
    const done = !JSON.stringify(found?.['spec'] ?? {}).includes(`"${IMPOSSIBLE}"`);
    return {done, seen: done ? 'no EnvoyFilter with that timeout' : `${NAME} is still there`};
  },
};

function filter(namespace: string, labels: Readonly<Record<string, string>>): KubeObject {
  return {
    apiVersion: 'networking.istio.io/v1alpha3',
    kind: 'EnvoyFilter',
    metadata: {name: NAME, namespace},
    spec: {
      workloadSelector: {labels},
      configPatches: [
        {
          applyTo: 'CLUSTER',
          match: {context: 'SIDECAR_OUTBOUND'},
          patch: {operation: 'MERGE', value: {connect_timeout: IMPOSSIBLE}},
        },
      ],
    },
  };
}
