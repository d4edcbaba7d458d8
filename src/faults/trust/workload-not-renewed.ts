import type {KubeRef} from '../../drivers/kube/kube.js';
import {cacertsOf, DAY_MS, foreignRoot} from '../../scenario/authorities.js';
import type {Bench} from '../../scenario/bench.js';
import {istiodRef, restartPods} from '../../scenario/deployment.js';
import {make, own} from '../change.js';
import {anyCluster, type Fault} from '../fault.js';
import {allSince, appsOf} from '../injection/pods.js';
import {required} from '../services/service.js';
import {putBackCacerts, renewIstiod} from './renew.js';

export const workloadNotRenewed: Fault = {
  name: 'workload-not-renewed',
  does: {
    en: 'Starts one app of a cluster while its istiod has a CA of another root, and then gives istiod the right CA back: the app keeps what it got.',
    ko: '한 클러스터의 istiod가 다른 루트의 CA를 쓰는 동안 앱 하나를 시작한 뒤, istiod에 올바른 CA를 되돌려 줍니다. 앱은 그때 받은 인증서를 그대로 씁니다.',
  },
  finding: 'workload-root-stale',
  sites: anyCluster,
  changes: async ({cluster, bench}) => {
    const {plan, clock} = bench;
    const {name} = cluster;
    const app = await appOf(name, bench);
    const root = await foreignRoot(plan, clock.date());
    const secret = await cacertsOf(cluster, root, plan.root.days * DAY_MS, clock.date());
    const restarts = [istiodRef(name, bench), app].map((restart) => ({cluster: name, restart}));
    return [
      await make(name, [secret], bench),
      own(restarts, async () => {
        await renewIstiod(name, bench);
        await restartPods(bench.kube(name), app, bench);
      }),
      await putBackCacerts(name, bench),
      own([], () => renewIstiod(name, bench)),
    ];
  },
  see: ({name}, _peer, {namespace}) => [
    `for pod in $(k${name} -n ${namespace} get pods -o name); do i${name} -n ${namespace} proxy-config secret $pod; done`,
    `k${name} -n istio-system get secret cacerts -o jsonpath='{.data.root-cert\\.pem}' | base64 -d | openssl x509 -noout -serial`,
  ],
  gone: async ({cluster: {name}, bench}, since) => allSince(name, [await appOf(name, bench)], since, bench),
};

/** One that whoever asks finds again: the first by name. */
async function appOf(cluster: string, bench: Bench): Promise<KubeRef> {
  const apps = required(await appsOf(cluster, bench), 'Deployment of an app');
  return apps.reduce((one, other) => (one.metadata.name < other.metadata.name ? one : other));
}
