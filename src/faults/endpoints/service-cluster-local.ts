import {EastwestError} from '../../base/errors.js';
import {waitFor, type Look} from '../../base/wait-for.js';
import type {KubeObject, KubeRef} from '../../drivers/kube/kube.js';
import {loadBalancerAddress} from '../../drivers/kube/workloads.js';
import {revisionSuffix} from '../../plan/istio.js';
import {ISTIO_SYSTEM, type ClusterPlan} from '../../plan/plan.js';
import type {Bench} from '../../scenario/bench.js';
import {istiodRef, restartPods} from '../../scenario/deployment.js';
import {probeOf} from '../../scenario/probes/probes.js';
import {act, own, target} from '../change.js';
import {anyCluster, type Fault} from '../fault.js';
import {backedServices} from '../services/service.js';

/** istiod's settings; it reads the file that is mounted of it, which the kubelet refreshes about once a minute. */
function settingsOf({istio}: ClusterPlan): KubeRef {
  const metadata = {name: `istio${revisionSuffix(istio)}`, namespace: ISTIO_SYSTEM};
  return {apiVersion: 'v1', kind: 'ConfigMap', metadata};
}

const GATEWAY = `deploy/istio-ingressgateway.${ISTIO_SYSTEM}`;
const DEADLINE_MS = 60_000;

export const serviceClusterLocal: Fault = {
  name: 'service-cluster-local',
  does: {
    en: "Declares a service local to its cluster in one cluster's mesh settings: istiod keeps the other cluster's pods of it from all proxies there.",
    ko: '한 클러스터의 메시 설정에서 서비스를 그 클러스터에만 속한다고 선언합니다. istiod는 그 서비스의 다른 클러스터 파드를 프록시에 알려 주지 않습니다.',
  },
  finding: 'no-remote-endpoints',
  sites: anyCluster,
  changes: async ({cluster, peer, bench, pick}) => {
    const {ref, port} = pick(
      await backedServices(peer.name, cluster.name, bench, `Service with pods in ${peer.name}`),
    );
    const {name} = ref.metadata;
    const settings = settingsOf(cluster);
    const istiod = istiodRef(cluster.name, bench);
    const mesh = clusterLocal(meshOf(await bench.kube(cluster.name).get(settings)), hostOf(name, bench));
    return [
      await act('patch', {cluster: cluster.name, object: target(settings), change: {data: {mesh}}}, bench),
      own({cluster: cluster.name, restart: istiod}, async () => {
        await restartPods(bench.kube(cluster.name), istiod, bench);
        await noEndpointIn(peer, {cluster: cluster.name, of: GATEWAY, service: name, port}, bench);
      }),
    ];
  },
  see: (cluster, _peer, {namespace}) => [
    `k${cluster.name} -n istio-system get configmap ${settingsOf(cluster).metadata.name} -o jsonpath='{.data.mesh}' | grep -A 5 serviceSettings`,
    `i${cluster.name} proxy-config endpoint ${GATEWAY} | grep ${namespace}`,
  ],
  gone: async ({cluster, bench}) => {
    const done = !meshOf(await bench.kube(cluster.name).get(settingsOf(cluster))).includes(
      'clusterLocal: true',
    );
    return {done, seen: done ? 'no service is local to its cluster' : 'a service is local to its cluster'};
  },
};

function hostOf(service: string, {plan}: Pick<Bench, 'plan'>): string {
  return `${service}.${plan.namespace}.svc.cluster.local`;
}

function meshOf(settings: KubeObject | undefined): string {
  const {mesh = ''} = (settings?.['data'] ?? {}) as {readonly mesh?: string};
  return mesh;
}

/**
 * The settings of a mesh, a mapping in block style as istioctl writes it, with one service that is local to its
 * cluster. Pure.
 *
 * @throws FAULT-NOT-THERE where there are settings of services already: two of one name are no YAML
 */
export function clusterLocal(mesh: string, host: string): string {
  if (mesh === '' || /^serviceSettings:/m.test(mesh)) {
    throw new EastwestError("the mesh's settings have serviceSettings already, or cannot be read", {
      code: 'FAULT-NOT-THERE',
      hint: 'plant it in another cluster with --cluster',
    });
  }
  return `${mesh.trimEnd()}\nserviceSettings:\n- hosts:\n  - ${host}\n  settings:\n    clusterLocal: true\n`;
}

/** Proxies have what istiod of before has told them until they are connected to the one of now. */
async function noEndpointIn(
  {name: peer}: ClusterPlan,
  place: {cluster: string; of: string; service: string; port: number},
  bench: Bench,
): Promise<void> {
  const gateway = await loadBalancerAddress(bench.kube(peer), ISTIO_SYSTEM, 'istio-eastwestgateway');
  const look = async (): Promise<Look> => {
    const found = await probeOf('endpoints').measure(place, bench);
    const hosts = found.kind === 'endpoints' ? found.endpoints : [];
    const left = hosts.filter(({address}) => address === gateway).length;
    return {done: left === 0, seen: `${left} of ${hosts.length} endpoints of ${place.service} in ${peer}`};
  };
  const {signal, clock, say} = bench;
  const wait = {deadlineMs: DEADLINE_MS, signal, clock, onSeen: say};
  await waitFor(`${place.service} to have no endpoint in ${peer}`, look, wait);
}
