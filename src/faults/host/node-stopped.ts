import {own} from '../change.js';
import {anyCluster, type Fault} from '../fault.js';
import {nodesNow} from './nodes.js';

const GRACE_SECONDS = 10;

export const nodeStopped: Fault = {
  name: 'node-stopped',
  does: {
    en: 'Stops the container of one node, and with it the whole cluster.',
    ko: '한 노드의 컨테이너를 멈춥니다. 클러스터 전체가 함께 멈춥니다.',
  },
  finding: 'node-stopped',
  sites: anyCluster,
  changes: async ({cluster: {node}, bench}) => {
    const start = (await nodesNow(bench)).filter((one) => one.node === node);
    return [own({start}, () => bench.docker.stopContainer(node, GRACE_SECONDS))];
  },
  see: ({node}) => [`docker ps --all --filter name=${node}`],
};
