import {make} from '../change.js';
import {callersCluster, type Fault} from '../fault.js';
import {meshServices, required} from '../services/service.js';
import {INGRESS_PRINCIPAL, onlyFrom} from './policy.js';

const NAME = 'allow-only-ingress-elsewhere';

export const policyWrongCluster: Fault = {
  name: 'policy-wrong-cluster',
  does: {
    en: 'Applies an AuthorizationPolicy in a cluster that has no pod of the service: where the pods are, everybody gets in.',
    ko: '서비스의 파드가 없는 클러스터에 AuthorizationPolicy를 적용합니다. 파드가 있는 클러스터에서는 누구나 호출할 수 있습니다.',
  },
  finding: 'policy-wrong-cluster',
  sites: callersCluster,
  changes: async ({cluster, peer, bench, pick}) => {
    const services = await meshServices(cluster.name, peer.name, bench);
    const {selector} = pick(
      required(
        services.filter(({backed}) => !backed),
        'Service without pods of its own',
      ),
    );
    const policy = onlyFrom(NAME, bench.plan.namespace, selector, INGRESS_PRINCIPAL);
    return [await make(cluster.name, [policy], bench)];
  },
  see: (cluster, peer, {namespace}) =>
    [cluster, peer].flatMap(({name}) => [
      `k${name} -n ${namespace} get authorizationpolicies`,
      `k${name} -n ${namespace} get pods --show-labels`,
    ]),
  gone: async ({cluster, bench}) => {
    const found = await bench.kube(cluster.name).get(onlyFrom(NAME, bench.plan.namespace, {}, ''));
    return {done: found === undefined, seen: `${NAME} is ${found === undefined ? 'gone' : 'still there'}`};
  },
};
