import {anyCluster, type Fault} from '../fault.js';
import {make, own} from '../change.js';
import {cacertsOf, DAY_MS, foreignRoot} from '../../scenario/authorities.js';
import {renew, renewalsOf} from './renew.js';

/** Each cluster works in itself; only between them nobody believes anybody. */
export const foreignRootFault: Fault = {
  name: 'foreign-root',
  does: {
    en: "Gives one cluster an intermediate CA that another root has signed, of the same name as the lab's root.",
    ko: '한 클러스터에 다른 루트가 서명한 중간 CA를 넣습니다. 이 루트의 이름은 실습 환경의 루트와 같습니다.',
  },
  finding: 'foreign-root',
  sites: anyCluster,
  changes: async ({cluster, bench}) => {
    const {plan, clock} = bench;
    const root = await foreignRoot(plan, clock.date());
    const secret = await cacertsOf(cluster, root, plan.root.days * DAY_MS, clock.date());
    return [
      await make(cluster.name, [secret], bench),
      own(await renewalsOf(cluster.name, bench), () => renew(cluster.name, bench)),
    ];
  },
  see: ({name}, peer) =>
    [name, peer.name].map(
      (one) =>
        `k${one} -n istio-system get configmap istio-ca-root-cert -o jsonpath='{.data.root-cert\\.pem}' | openssl x509 -noout -fingerprint -sha256`,
    ),
};
