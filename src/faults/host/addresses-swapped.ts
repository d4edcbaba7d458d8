import {make, own} from '../change.js';
import {anyCluster, type Change, type Fault} from '../fault.js';
import {addressed, remoteSecret} from '../remote-secret/kubeconfig.js';
import type {ClusterPlan} from '../../plan/plan.js';
import type {Bench} from '../../scenario/bench.js';
import {nodesNow, swapAddresses, type Start} from './nodes.js';

/**
 * The lab's own remote secrets name a node, which no restart can mislead. So they first get the address, as one
 * finds it in many guides, and then it is another node's.
 */
export const addressesSwapped: Fault = {
  name: 'addresses-swapped',
  does: {
    en: 'Lets remote secrets lead to addresses in place of names, then stops the nodes and starts them so that their addresses change places.',
    ko: '원격 시크릿이 이름 대신 IP 주소를 가리키게 한 다음, 노드를 멈췄다가 주소가 서로 뒤바뀌도록 다시 시작합니다.',
  },
  finding: 'node-address-changed',
  sites: anyCluster,
  changes: async ({cluster, peer, bench}) => {
    const nodes = (await nodesNow(bench)).filter(({node}) => [cluster.node, peer.node].includes(node));
    return [
      await byAddress(cluster, peer, nodes, bench),
      await byAddress(peer, cluster, nodes, bench),
      own({start: nodes}, () => swapAddresses(nodes, bench)),
    ];
  },
  see: ({name, node}, peer) => [
    `docker inspect -f '{{.Name}} {{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}' ${node} ${peer.node}`,
    `k${name} -n istio-system get secret istio-remote-secret-${peer.istioName} -o jsonpath='{.data.${peer.istioName}}' | base64 -d | grep server:`,
  ],
};

async function byAddress(
  reader: ClusterPlan,
  read: ClusterPlan,
  nodes: readonly Start[],
  bench: Bench,
): Promise<Change> {
  const address = nodes.find(({node}) => node === read.node)?.address ?? '';
  const secret = await remoteSecret(reader, read, bench);
  return make(reader.name, [addressed(secret, read, `https://${address}:6443`)], bench);
}
