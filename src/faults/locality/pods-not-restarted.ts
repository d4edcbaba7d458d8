import {own} from '../change.js';
import {callersCluster, type Fault} from '../fault.js';
import {allSince, startAnew} from '../injection/pods.js';
import {localised, nodeRef, REGION, seeLabels, unlabelled, ZONE} from './labels.js';
import {ruleChange, SOUND} from './rule.js';

export const podsNotRestarted: Fault = {
  name: 'pods-not-restarted',
  does: {
    en: "Starts pods on a node without region and zone, then labels the node, and applies the book's DestinationRule: pods keep the locality of their start.",
    ko: '리전과 영역 레이블이 없는 노드에서 파드를 시작한 뒤 노드에 레이블을 붙이고 책의 DestinationRule을 적용합니다. 파드는 시작할 때의 로컬리티를 유지합니다.',
  },
  finding: 'pods-older-than-labels',
  sites: callersCluster,
  changes: async ({cluster, peer, bench}) => {
    const {region, zone} = cluster.locality;
    const labels = {[REGION]: region, [ZONE]: zone};
    return [
      await ruleChange(cluster, peer, SOUND, bench),
      await unlabelled(cluster, bench),
      startAnew(cluster.name, await localised(cluster, bench), bench),
      own([], () => bench.kube(cluster.name).patch(nodeRef(cluster), {metadata: {labels}})),
    ];
  },
  see: seeLabels,
  gone: async ({cluster, bench}, since) =>
    allSince(cluster.name, await localised(cluster, bench), since, bench),
};
