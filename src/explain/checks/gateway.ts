import type {KubeObject} from '../../drivers/kube/kube.js';
import {loadBalancerAddresses} from '../../drivers/kube/workloads.js';
import {ISTIO_SYSTEM, peersOf, type ClusterPlan} from '../../plan/plan.js';
import {textOf} from '../../scenario/probes/envoy.js';
import {check} from '../check.js';
import {fits, labelsOf, named, part} from '../looks/objects.js';
import {runningOf} from '../looks/pods.js';
import {EAST_WEST, hostsByCluster, podsOf, portsOf, proxiesOf} from '../looks/proxies.js';
import {reach, type Reached} from '../looks/reach.js';
import type {Scene} from '../scene.js';
import {judgeGateways, MTLS_PORT, NETWORK_LABEL, type GatewaySeen} from './gateway-judge.js';

export const gatewayCheck = check<readonly GatewaySeen[]>({
  id: 'gateway',
  looked:
    'east-west gateways: pods, address, network labels, Gateway objects, listener, SNI clusters, way in',
  look: ({plan, ...rest}) => {
    const scene = {plan, ...rest};
    const networks = new Set(plan.clusters.map(({network}) => network));
    // On one network pods reach each other by themselves.
    return networks.size < 2
      ? Promise.resolve([])
      : Promise.all(plan.clusters.map((cluster) => look(scene, cluster)));
  },
  judge: (seen, {plan}) => judgeGateways(seen, plan),
});

async function look(scene: Scene, cluster: ClusterPlan): Promise<GatewaySeen> {
  const [deployments, pods, services, namespaces, gateways, proxies] = await Promise.all([
    scene.list(cluster, 'apps/v1', 'Deployment'),
    podsOf(scene, cluster),
    scene.list(cluster, 'v1', 'Service'),
    scene.list(cluster, 'v1', 'Namespace'),
    scene.list(cluster, 'networking.istio.io/v1beta1', 'Gateway'),
    proxiesOf(scene, cluster),
  ]);
  const service = named(services, EAST_WEST, ISTIO_SYSTEM);
  const [pod] = proxies.filter(({deployment}) => deployment === EAST_WEST);
  const addresses = loadBalancerAddresses(service);
  const [ports, hosts, reached] = await Promise.all([
    pod === undefined ? undefined : portsOf(scene, cluster, pod),
    pod === undefined ? undefined : hostsByCluster(scene, cluster, pod),
    reachedFrom(scene, cluster, addresses[0]),
  ]);
  const sni =
    hosts === undefined ? undefined : [...hosts.keys()].filter((name) => name.startsWith('outbound_'));
  const namespace = named(namespaces, ISTIO_SYSTEM);
  return {
    cluster,
    deployment: runningOf(deployments, pods, {namespace: ISTIO_SYSTEM, name: EAST_WEST}, scene.nowMs),
    service: {
      there: service !== undefined,
      type: textOf(part(service, 'spec'), 'type'),
      addresses,
    },
    labels: [
      {
        object: `the namespace ${ISTIO_SYSTEM}`,
        target: `namespace ${ISTIO_SYSTEM}`,
        found: namespace && labelsOf(namespace)[NETWORK_LABEL],
      },
      ...(service === undefined
        ? []
        : [
            {
              object: `the Service ${EAST_WEST}`,
              target: `-n ${ISTIO_SYSTEM} svc ${EAST_WEST}`,
              found: labelsOf(service)[NETWORK_LABEL],
            },
          ]),
      ...(pod === undefined
        ? []
        : [
            {
              object: `the pod ${pod.pod}`,
              target: `-n ${ISTIO_SYSTEM} pod ${pod.pod}`,
              found: pod.labels[NETWORK_LABEL],
            },
          ]),
    ],
    opening: pod === undefined ? [] : openingFor(gateways, pod.labels),
    ports,
    sni: sni && {
      all: sni.length,
      own: sni.filter((name) => name.includes(`.${scene.plan.namespace}.svc`)).length,
    },
    services: services.filter(({metadata}) => metadata.namespace === scene.plan.namespace).length,
    reached,
  };
}

/** Names of the Gateways that open 15443 with AUTO_PASSTHROUGH on pods with these labels. */
export function openingFor(
  gateways: readonly KubeObject[],
  labels: Readonly<Partial<Record<string, string>>>,
): readonly string[] {
  return gateways
    .filter((gateway) => {
      const {selector = {}, servers = []} = part(gateway, 'spec') as {
        selector?: Readonly<Record<string, string>>;
        servers?: readonly {
          readonly port?: {readonly number?: number};
          readonly tls?: {readonly mode?: string};
        }[];
      };
      return (
        fits(labels, selector) &&
        servers.some(({port, tls}) => port?.number === MTLS_PORT && tls?.mode === 'AUTO_PASSTHROUGH')
      );
    })
    .map(({metadata: {name}}) => name);
}

/** Nodes of the other clusters stand for their pods, whose packets leave by way of them. */
function reachedFrom(
  scene: Scene,
  cluster: ClusterPlan,
  address: string | undefined,
): Promise<readonly Reached[]> {
  if (address === undefined) return Promise.resolve([]);
  const {plan} = scene;
  const froms = [...peersOf(plan, cluster).map(({node}) => node), plan.client.name];
  return Promise.all(froms.map((from) => reach(scene, from, cluster.node, address, MTLS_PORT)));
}
