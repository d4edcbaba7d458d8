import type {ClusterIstio} from '../differences/index.js';
import type {KubeFor} from '../drivers/kube/kube.js';
import {istiodName, sameIstio} from '../plan/istio.js';
import {ISTIO_SYSTEM, type ClusterPlan, type Plan} from '../plan/plan.js';
import type {Hop} from './hop.js';

/** What each cluster's mesh is, and which control plane of the hop is still installed beside it. */
export async function installedIstio(
  {clusters}: Pick<Plan, 'clusters'>,
  hop: Pick<Hop, 'from' | 'to'>,
  kubeFor: KubeFor,
): Promise<Readonly<Record<string, ClusterIstio>>> {
  const found = await Promise.all(
    clusters.map(async (cluster) => [cluster.name, await istioOf(cluster, hop, kubeFor)] as const),
  );
  return Object.fromEntries(found);
}

async function istioOf(
  cluster: ClusterPlan,
  {from, to}: Pick<Hop, 'from' | 'to'>,
  kubeFor: KubeFor,
): Promise<ClusterIstio> {
  const {istio, kubeconfig} = cluster;
  const other = [from, to].find((one) => !sameIstio(one, istio));
  // In place both have the same Deployment, and there is only one of them.
  if (other === undefined || istiodName({istio: other}) === istiodName(cluster)) return istio;
  const metadata = {name: istiodName({istio: other}), namespace: ISTIO_SYSTEM};
  const istiod = await kubeFor(kubeconfig).get({apiVersion: 'apps/v1', kind: 'Deployment', metadata});
  return istiod === undefined ? istio : {...istio, leaving: other};
}
