import {EastwestError} from '../../base/errors.js';
import {ISTIO_SYSTEM} from '../../plan/plan.js';
import type {Bench} from '../../scenario/bench.js';
import type {ClusterPlan} from '../../plan/plan.js';
import {expiredToken} from './expired-token.js';
import {remoteSecretFault, withField} from './kubeconfig.js';

/** Where kubeadm puts the key that service accounts' tokens are signed with. */
const SIGNING_KEY = '/etc/kubernetes/pki/sa.key';
/** kubeadm's issuer of tokens, for a cluster of the usual domain. */
const ISSUER = 'https://kubernetes.default.svc.cluster.local';
const ACCOUNT = 'istio-reader-service-account';

export const remoteSecretExpiredToken = remoteSecretFault(
  {
    name: 'remote-secret-expired-token',
    does: {
      en: "Puts a token into a remote secret that the other cluster's API server would have taken until an hour ago.",
      ko: '원격 시크릿에 한 시간 전에 만료된 토큰을 넣습니다. 다른 클러스터의 API 서버가 이 토큰을 거부합니다.',
    },
    finding: 'remote-secret-token',
  },
  async (kubeconfig, {peer, bench}) => withField(kubeconfig, 'token', await tokenFor(peer, bench)),
  'token',
);

async function tokenFor({name, node}: ClusterPlan, {kube, docker, clock}: Bench): Promise<string> {
  const metadata = {name: ACCOUNT, namespace: ISTIO_SYSTEM};
  const account = await kube(name).get({apiVersion: 'v1', kind: 'ServiceAccount', metadata});
  const key = await docker.readFile(node, SIGNING_KEY);
  if (account === undefined || key === undefined) {
    throw new EastwestError(`${name} lacks ${account === undefined ? ACCOUNT : SIGNING_KEY}`, {
      code: 'FAULT-NOT-HERE',
      hint: 'eastwest up',
    });
  }
  const {uid = ''} = account.metadata as {readonly uid?: string};
  return expiredToken({...metadata, uid}, key, ISSUER, clock.date());
}
