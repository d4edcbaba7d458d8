import {own} from '../change.js';
import {anyCluster, type Fault} from '../fault.js';

export const nodePaused: Fault = {
  name: 'node-paused',
  does: {
    en: 'Freezes every process of one node: it still has its addresses, and answers nobody.',
    ko: '한 노드의 모든 프로세스를 멈춥니다. 주소는 그대로이지만 아무에게도 응답하지 않습니다.',
  },
  finding: 'node-paused',
  sites: anyCluster,
  changes: ({cluster: {node}, bench}) =>
    Promise.resolve([own({unpause: node}, () => bench.docker.pauseContainer(node))]),
  see: ({node}) => [`docker ps --filter name=${node}`],
};
