import {act, own, target} from '../change.js';
import {anyCluster, type Fault} from '../fault.js';
import {CACERTS} from '../../scenario/authorities.js';
import {putBackCacerts, renewalsOf, renewWithOwnCa} from './renew.js';
import {istiodName} from '../../plan/istio.js';
import {ISTIO_SYSTEM} from '../../plan/plan.js';

/** What istiod keeps a CA in that it has made up itself. */
const OWN_CA = {
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: {name: 'istio-ca-secret', namespace: ISTIO_SYSTEM},
};

export const cacertsAfterIstiod: Fault = {
  name: 'cacerts-after-istiod',
  does: {
    en: 'Starts istiod of one cluster before its Secret cacerts is there; the Secret comes afterwards, unread.',
    ko: '한 클러스터의 istiod를 cacerts Secret 없이 시작하고, 그 뒤에 Secret을 넣습니다. istiod는 이를 읽지 않습니다.',
  },
  finding: 'ca-not-loaded',
  sites: anyCluster,
  changes: async ({cluster, bench}) => [
    await act('delete', {cluster: cluster.name, object: target(OWN_CA)}, bench),
    await act('delete', {cluster: cluster.name, object: target(CACERTS)}, bench),
    own(await renewalsOf(cluster.name, bench), () => renewWithOwnCa(cluster.name, bench)),
    // Too late.
    await putBackCacerts(cluster.name, bench),
  ],
  see: (cluster) => [
    `k${cluster.name} -n istio-system get secret cacerts istio-ca-secret`,
    `k${cluster.name} -n istio-system logs deploy/${istiodName(cluster)} | grep -i 'self-signed\\|plugged-in'`,
  ],
};
