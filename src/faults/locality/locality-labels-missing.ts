import {callersCluster, type Fault} from '../fault.js';
import {allSince, startAnew} from '../injection/pods.js';
import {localised, seeLabels, unlabelled} from './labels.js';
import {ruleChange, SOUND} from './rule.js';

export const localityLabelsMissing: Fault = {
  name: 'locality-labels-missing',
  does: {
    en: "Takes region and zone off one cluster's node, starts the pods anew, and applies the book's DestinationRule: nobody knows what is near.",
    ko: '한 클러스터의 노드에서 리전과 영역 레이블을 없애고 파드를 다시 시작한 뒤 책의 DestinationRule을 적용합니다. 무엇이 가까운지 아무도 모릅니다.',
  },
  finding: 'locality-labels-missing',
  sites: callersCluster,
  changes: async ({cluster, peer, bench}) => [
    await ruleChange(cluster, peer, SOUND, bench),
    await unlabelled(cluster, bench),
    startAnew(cluster.name, await localised(cluster, bench), bench),
  ],
  see: seeLabels,
  gone: async ({cluster, bench}, since) =>
    allSince(cluster.name, await localised(cluster, bench), since, bench),
};
