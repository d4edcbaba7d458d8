import {nodeCut} from './node-cut.js';

export const nodeCutReject = nodeCut('node-cut-reject', 'REJECT', {
  en: 'Rejects every packet between one node and its peers: calls are refused at once.',
  ko: '한 노드와 다른 노드 사이의 모든 패킷을 거부합니다(REJECT). 호출은 곧바로 거절됩니다.',
});
