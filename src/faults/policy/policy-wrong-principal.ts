import {make} from '../change.js';
import {anyCluster, type Fault} from '../fault.js';
import {backedServices} from '../services/service.js';
import {INGRESS_PRINCIPAL, onlyFrom} from './policy.js';

const NAME = 'allow-only-ingress';
/** As one writes it from the Deployment's name; its service account is called otherwise. */
const WRONG = INGRESS_PRINCIPAL.replace('-service-account', '');

export const policyWrongPrincipal: Fault = {
  name: 'policy-wrong-principal',
  does: {
    en: 'Applies an AuthorizationPolicy that lets in a principal which nobody has: every caller gets a 403.',
    ko: '아무도 갖지 않은 주체(principal)만 허용하는 AuthorizationPolicy를 적용합니다. 모든 호출자가 403을 받습니다.',
  },
  finding: 'policy-wrong-principal',
  sites: anyCluster,
  changes: async ({cluster, peer, bench, pick}) => {
    const {selector} = pick(await backedServices(cluster.name, peer.name, bench));
    return [await make(cluster.name, [onlyFrom(NAME, bench.plan.namespace, selector, WRONG)], bench)];
  },
  see: ({name}, _peer, {namespace}) => [
    `k${name} -n ${namespace} get authorizationpolicies -o yaml`,
    `k${name} -n istio-system get serviceaccounts`,
  ],
  gone: async ({cluster, bench}) => {
    const found = await bench.kube(cluster.name).get(onlyFrom(NAME, bench.plan.namespace, {}, ''));
    const done = !JSON.stringify(found?.['spec'] ?? {}).includes(`"${WRONG}"`);
    return {done, seen: done ? 'no policy with that principal' : `${NAME} is still there`};
  },
};
