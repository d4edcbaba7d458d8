import {kubeconfigIn, remoteSecret, remoteSecretFault} from './kubeconfig.js';

export const remoteSecretWrongCluster = remoteSecretFault(
  {
    name: 'remote-secret-wrong-cluster',
    does: {
      en: "Puts the reading cluster's own kubeconfig under the name of its peer: istiod takes its own pods for the peer's.",
      ko: '상대 클러스터의 이름 아래에 자기 자신의 kubeconfig를 넣습니다. istiod는 자기 파드를 상대 클러스터의 파드로 여깁니다.',
    },
    finding: 'remote-secret-wrong-cluster',
  },
  // The peer has a sound one of this very cluster.
  async (_kubeconfig, {cluster, peer, bench}) =>
    kubeconfigIn(await remoteSecret(peer, cluster, bench), cluster),
  'server',
);
