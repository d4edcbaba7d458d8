import {act, target} from '../change.js';
import {anyCluster, type Fault} from '../fault.js';
import {remoteSecretRef} from './kubeconfig.js';

export const remoteSecretMissing: Fault = {
  name: 'remote-secret-missing',
  does: {
    en: 'Deletes the Secret with which one istiod reads the other cluster.',
    ko: '한 클러스터의 istiod가 다른 클러스터를 읽는 데 쓰는 시크릿을 삭제합니다.',
  },
  finding: 'remote-secret-missing',
  sites: anyCluster,
  changes: async ({cluster, peer, bench}) => [
    await act('delete', {cluster: cluster.name, object: target(remoteSecretRef(peer))}, bench),
  ],
  see: ({name}) => [
    `k${name} -n istio-system get secret -l istio/multiCluster=true`,
    `i${name} remote-clusters`,
  ],
};
