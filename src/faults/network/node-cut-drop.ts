import {nodeCut} from './node-cut.js';

export const nodeCutDrop = nodeCut('node-cut-drop', 'DROP', {
  en: 'Drops every packet between one node and its peers: calls hang until their time is up.',
  ko: '한 노드와 다른 노드 사이의 모든 패킷을 버립니다(DROP). 호출은 제한 시간이 끝날 때까지 멈춰 있습니다.',
});
