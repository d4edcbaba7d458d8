import {EastwestError} from '../../base/errors.js';
import {waitFor, type Look} from '../../base/wait-for.js';
import {ISTIO_SYSTEM, type ClusterPlan} from '../../plan/plan.js';
import type {Bench} from '../../scenario/bench.js';
import {undoOf} from '../../scenario/undo.js';
import {act, own, target} from '../change.js';
import {anyCluster, type Change, type Fault} from '../fault.js';
import {CROSS_NETWORK, GATEWAY} from './cross-network-gateway.js';

/** The former gateway's pod is listed for as long as it takes to end. */
const DEADLINE_MS = 60_000;
/** So many looks without clusters: a push that comes for another reason would bring them. */
const STEADY_LOOKS = 5;

/** The order of things that Istio 1.17 never gets over by itself: the gateway first, what it opens afterwards. */
export const gatewayWithoutSni: Fault = {
  name: 'gateway-without-sni',
  does: {
    en: 'Starts the east-west gateway of one cluster before the Gateway that exposes services is there: it listens on 15443 and has no cluster to lead to.',
    ko: '서비스를 여는 Gateway가 생기기 전에 한 클러스터의 동서 게이트웨이를 시작합니다. 15443에서 수신하지만 연결할 클러스터가 없습니다.',
  },
  finding: 'gateway-no-sni-clusters',
  sites: anyCluster,
  changes: async ({cluster, bench}) => [
    await act('delete', {cluster: cluster.name, object: target(CROSS_NETWORK)}, bench),
    await act(
      'restart',
      {cluster: cluster.name, deployment: GATEWAY, namespace: ISTIO_SYSTEM, onceMore: true},
      bench,
    ),
    await putBackTooLate(cluster, bench),
  ],
  see: ({name}) => [
    `i${name} proxy-config listener deploy/${GATEWAY}.istio-system --port 15443`,
    `i${name} proxy-config cluster deploy/${GATEWAY}.istio-system | grep -c outbound_`,
  ],
};

async function putBackTooLate(cluster: ClusterPlan, bench: Bench): Promise<Change> {
  const kube = bench.kube(cluster.name);
  const undo = undoOf(cluster.name, CROSS_NETWORK, await kube.get(CROSS_NETWORK));
  return own([], async () => {
    if (!('restore' in undo)) throw new EastwestError('no cross-network-gateway', {code: 'FAULT-NOT-HERE'});
    await noSniClusters(cluster, 1, bench);
    await kube.replace(undo.restore);
    await noSniClusters(cluster, STEADY_LOOKS, bench);
  });
}

async function noSniClusters(
  {name, kubeconfig}: ClusterPlan,
  looks: number,
  {istioctl, signal, clock, say}: Bench,
): Promise<void> {
  let steady = 0;
  const look = async (): Promise<Look> => {
    const dump = await istioctl.proxyConfig(
      kubeconfig,
      'cluster',
      `deploy/${GATEWAY}.${ISTIO_SYSTEM}`,
      signal,
    );
    const names = (dump as readonly {readonly name?: string}[]).map((one) => one.name ?? '');
    const count = names.filter((one) => one.startsWith('outbound_')).length;
    steady = count === 0 ? steady + 1 : 0;
    return {done: steady >= looks, seen: `${count} SNI clusters`};
  };
  await waitFor(`the east-west gateway of ${name} without SNI clusters`, look, {
    deadlineMs: DEADLINE_MS,
    signal,
    clock,
    onSeen: say,
    hint: 'newer releases of Istio send them; `eastwest plan` says which one this lab has',
  });
}
