import {EastwestError} from '../../base/errors.js';
import type {KubeObject, KubeRef} from '../../drivers/kube/kube.js';
import {ISTIO_SYSTEM, type ClusterPlan} from '../../plan/plan.js';
import type {Bench} from '../../scenario/bench.js';
import {undoOf} from '../../scenario/undo.js';
import {make} from '../change.js';
import {anyCluster, type Fault, type Site} from '../fault.js';

export function remoteSecretRef({istioName}: ClusterPlan): KubeRef {
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: {name: `istio-remote-secret-${istioName}`, namespace: ISTIO_SYSTEM},
  };
}

/**
 * The Secret with which one cluster's istiod reads another, as it was written.
 *
 * @throws FAULT-NO-REMOTE-SECRET
 */
export async function remoteSecret(
  reader: ClusterPlan,
  read: ClusterPlan,
  {kube}: Pick<Bench, 'kube'>,
): Promise<KubeObject> {
  const ref = remoteSecretRef(read);
  const undo = undoOf(reader.name, ref, await kube(reader.name).get(ref));
  if ('restore' in undo) return undo.restore;
  throw new EastwestError(`${reader.name} has no ${ref.metadata.name}`, {
    code: 'FAULT-NO-REMOTE-SECRET',
    hint: 'eastwest up',
  });
}

/** The kubeconfig in it. */
export function kubeconfigIn(secret: KubeObject, {istioName}: ClusterPlan): string {
  const data = secret['data'] as Readonly<Partial<Record<string, string>>> | undefined;
  return Buffer.from(data?.[istioName] ?? '', 'base64').toString();
}

/** The same Secret with another kubeconfig in it. */
export function withKubeconfig(secret: KubeObject, {istioName}: ClusterPlan, text: string): KubeObject {
  return {...secret, data: {[istioName]: Buffer.from(text).toString('base64')}};
}

/** The same Secret leading to another server. */
export function addressed(secret: KubeObject, read: ClusterPlan, server: string): KubeObject {
  return withKubeconfig(secret, read, withField(kubeconfigIn(secret, read), 'server', server));
}

/**
 * A kubeconfig in which one field has another value. istioctl writes each on a line of its own, and once.
 *
 * @throws FAULT-NO-REMOTE-SECRET where it has no such line
 */
export function withField(kubeconfig: string, field: string, value: string): string {
  const line = new RegExp(`^(\\s*(?:- )?${field}: ).*$`, 'm');
  if (line.test(kubeconfig)) return kubeconfig.replace(line, (_, start: string) => `${start}${value}`);
  throw new EastwestError(`the remote secret's kubeconfig has no ${field}`, {
    code: 'FAULT-NO-REMOTE-SECRET',
    hint: 'eastwest up',
  });
}

/** A fault of the Secret with which one cluster reads its peer: another kubeconfig in its place. */
export function remoteSecretFault(
  {name, does, finding}: Pick<Fault, 'name' | 'does' | 'finding'>,
  spoiled: (kubeconfig: string, site: Site) => Promise<string>,
  field: string,
): Fault {
  return {
    name,
    does,
    finding,
    sites: anyCluster,
    changes: async (site) => {
      const {cluster, peer, bench} = site;
      const secret = await remoteSecret(cluster, peer, bench);
      const text = await spoiled(kubeconfigIn(secret, peer), site);
      return [await make(cluster.name, [withKubeconfig(secret, peer, text)], bench)];
    },
    see: (cluster, peer) => [
      `k${cluster.name} -n istio-system get secret istio-remote-secret-${peer.istioName} -o jsonpath='{.data.${peer.istioName}}' | base64 -d | grep ${field}:`,
      `i${cluster.name} remote-clusters`,
    ],
  };
}
