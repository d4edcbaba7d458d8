import type {Kube} from '../drivers/kube/kube.js';
import {loadBalancerAddress} from '../drivers/kube/workloads.js';
import {istioVersions} from '../plan/istio.js';
import {type ClusterPlan, ISTIO_SYSTEM, type Plan} from '../plan/plan.js';
import type {World} from './bench.js';
import type {ClusterFacts, LabFacts} from './result.js';

/**
 * The lab as the plan has it, with the addresses and Deployments that its clusters tell. What a cluster does not
 * tell is left out: whether it must be there is for the scenarios to say.
 */
export async function labFacts({plan, kube}: Pick<World, 'plan' | 'kube'>): Promise<LabFacts> {
  const {lab, meshId, namespace, versions, supplied, dockerNetwork, client} = plan;
  return {
    lab,
    meshId,
    dockerNetwork: dockerNetwork.name,
    client: client.name,
    versions: {...versions, istio: istioVersions(plan).join(' and '), ...addonVersions(plan)},
    supply: supplied.supply,
    proxy: supplied.proxy,
    clusters: await Promise.all(
      plan.clusters.map((cluster) => clusterFacts(cluster, namespace, kube(cluster.name))),
    ),
  };
}

/** Of the addons that the lab has, in any of its clusters. */
function addonVersions({clusters}: Plan): Record<string, string> {
  return Object.fromEntries(
    clusters.flatMap(({addons}) => addons.map(({name, version}) => [name, version] as const)),
  );
}

async function clusterFacts(cluster: ClusterPlan, namespace: string, kube: Kube): Promise<ClusterFacts> {
  const {name, istioName, network, locality, podSubnet, serviceSubnet, intermediate} = cluster;
  const address = (service: string): Promise<string | undefined> =>
    loadBalancerAddress(kube, ISTIO_SYSTEM, service).catch(() => undefined);
  const [ingress, eastWestGateway, deployments] = await Promise.all([
    address('istio-ingressgateway'),
    address('istio-eastwestgateway'),
    kube.list('apps/v1', 'Deployment', {namespace}).catch(() => []),
  ]);
  return {
    ...{name, istioName, network, locality, podSubnet, serviceSubnet, intermediate},
    addresses: {
      ...(ingress === undefined ? {} : {ingress}),
      ...(eastWestGateway === undefined ? {} : {eastWestGateway}),
    },
    deployments: deployments.map(({metadata}) => metadata.name).sort(),
  };
}
