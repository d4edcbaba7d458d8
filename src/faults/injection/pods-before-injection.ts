import type {KubeRef} from '../../drivers/kube/kube.js';
import {act, own, target} from '../change.js';
import {anyCluster, type Fault} from '../fault.js';
import {appsOf, INJECTION, namespaceRef, proxiesEverywhere, startAnew} from './pods.js';
import type {Bench} from '../../scenario/bench.js';
import type {Change} from '../fault.js';

export const podsBeforeInjection: Fault = {
  name: 'pods-before-injection',
  does: {
    en: "Starts the apps' pods in one cluster while their namespace has no injection label, then sets the label: the pods stay as they are.",
    ko: '네임스페이스에 주입 레이블이 없을 때 한 클러스터의 앱 파드를 시작한 뒤 레이블을 붙입니다. 파드는 프록시 없이 그대로입니다.',
  },
  finding: 'pod-without-proxy',
  sites: anyCluster,
  changes: async ({cluster: {name}, bench}) => {
    const namespace = namespaceRef(bench.plan);
    const object = target(namespace);
    return [
      await act('label', {cluster: name, object, labels: {[INJECTION]: null}}, bench),
      startAnew(name, await appsOf(name, bench), bench),
      await labelledAgain(name, namespace, bench),
    ];
  },
  see: ({name}, _peer, {namespace}) => [
    `k${name} get namespace ${namespace} -L ${INJECTION}`,
    `k${name} -n ${namespace} get pods`,
  ],
  gone: ({cluster, bench}) => proxiesEverywhere(cluster.name, bench),
};

async function labelledAgain(cluster: string, ref: KubeRef, {kube}: Bench): Promise<Change> {
  const value = (await kube(cluster).get(ref))?.metadata.labels?.[INJECTION] ?? 'enabled';
  return own([], () => kube(cluster).patch(ref, {metadata: {labels: {[INJECTION]: value}}}));
}
