import {remoteSecretFault, withField} from './kubeconfig.js';

const ROOT = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: {name: 'kube-root-ca.crt', namespace: 'kube-system'},
};

export const remoteSecretWrongCa = remoteSecretFault(
  {
    name: 'remote-secret-wrong-ca',
    does: {
      en: "Puts the CA of the reading cluster's API server into its remote secret, in place of the CA of the one that is read.",
      ko: '원격 시크릿에 읽히는 클러스터의 CA 대신 읽는 클러스터 자신의 API 서버 CA를 넣습니다.',
    },
    finding: 'remote-secret-wrong-ca',
  },
  async (kubeconfig, {cluster, bench}) => {
    const found = await bench.kube(cluster.name).get(ROOT);
    const {'ca.crt': pem = ''} = (found?.['data'] ?? {}) as Readonly<Partial<Record<string, string>>>;
    return withField(kubeconfig, 'certificate-authority-data', Buffer.from(pem).toString('base64'));
  },
  'certificate-authority-data',
);
