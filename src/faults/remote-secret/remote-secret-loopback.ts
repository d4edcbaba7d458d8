import {readFile} from 'node:fs/promises';
import {EastwestError, messageOf} from '../../base/errors.js';
import {remoteSecretFault, withField} from './kubeconfig.js';

export const remoteSecretLoopback = remoteSecretFault(
  {
    name: 'remote-secret-loopback',
    does: {
      en: "Lets a remote secret lead to 127.0.0.1, as kind's kubeconfig has it: inside a pod that is the pod itself.",
      ko: '원격 시크릿이 kind의 kubeconfig처럼 127.0.0.1을 가리키게 합니다. 파드 안에서 이 주소는 파드 자신입니다.',
    },
    finding: 'remote-secret-loopback',
  },
  async (kubeconfig, {peer}) => {
    const server = /^\s*server: (\S+)$/m.exec(await hostsOwn(peer.kubeconfig))?.[1];
    return withField(kubeconfig, 'server', server ?? 'https://127.0.0.1:6443');
  },
  'server',
);

/** The kubeconfig that is for this host. */
async function hostsOwn(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw new EastwestError(`${path} cannot be read: ${messageOf(cause)}`, {
      code: 'KUBE-CONFIG-MISSING',
      hint: 'eastwest up',
      cause,
    });
  }
}
