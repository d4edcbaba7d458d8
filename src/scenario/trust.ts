import {waitFor, type Look} from '../base/wait-for.js';
import type {Kube, KubeRef} from '../drivers/kube/kube.js';
import type {Bench} from './bench.js';
import {certificatesIn} from './certificate.js';
import {DEADLINES} from './deadlines.js';
import {ISTIO_SYSTEM} from '../plan/plan.js';

const PLUGGED_IN: KubeRef = {
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: {name: 'cacerts', namespace: ISTIO_SYSTEM},
};
const ROOT = 'root-cert.pem';

/**
 * Waits until the namespace is told to trust the root of the plug-in CA. istiod writes that some seconds after its
 * start; a pod that starts earlier mounts the former root and cannot reach istiod for a minute or two. Without a
 * plug-in CA there is nothing to compare with, and no wait.
 */
export async function waitForRoot(kube: Kube, namespace: string, bench: Bench): Promise<void> {
  const {[ROOT]: encoded} = dataOf(await kube.get(PLUGGED_IN));
  if (encoded === undefined) return;
  const wanted = fingerprintOf(Buffer.from(encoded, 'base64').toString());
  const told = {apiVersion: 'v1', kind: 'ConfigMap', metadata: {name: 'istio-ca-root-cert', namespace}};
  const look = async (): Promise<Look> => {
    const {[ROOT]: pem = ''} = dataOf(await kube.get(told));
    const done = fingerprintOf(pem) === wanted;
    return {done, seen: done ? 'the root of cacerts' : 'another root than that of cacerts'};
  };
  await waitFor(`namespace ${namespace} to trust the root of cacerts`, look, {
    deadlineMs: DEADLINES.rootMs,
    signal: bench.signal,
    clock: bench.clock,
    onSeen: bench.say,
    hint: `kubectl -n ${namespace} get configmap istio-ca-root-cert -o yaml`,
  });
}

function dataOf(
  object: Readonly<Record<string, unknown>> | undefined,
): Readonly<Partial<Record<string, string>>> {
  return (object?.['data'] ?? {}) as Readonly<Partial<Record<string, string>>>;
}

function fingerprintOf(pem: string): string | undefined {
  return certificatesIn(pem)[0]?.fingerprint;
}
