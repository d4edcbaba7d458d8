import {ISTIO_SYSTEM, type ClusterPlan} from '../../plan/plan.js';
import {listOf, textOf} from '../../scenario/probes/envoy.js';
import type {Scene} from '../scene.js';
import {isReady} from './pods.js';
import {podsOf} from './proxies.js';

/** What istiod says of a cluster that it reads, as `istioctl remote-clusters` prints it. */
export interface ReadCluster {
  /** Istio's name, e.g. `east-cluster`. */
  readonly id: string;
  /** `synced`, `syncing`, `timeout`, `closed`. */
  readonly state: string;
}

export async function readClusters(scene: Scene, cluster: ClusterPlan): Promise<readonly ReadCluster[]> {
  const pages = await debugPages(scene, cluster, '/debug/clusterz');
  return pages
    .flatMap((page) => listOf(page))
    .map((one) => ({id: textOf(one, 'id'), state: textOf(one, 'syncStatus')}));
}

/** A proxy as istiod has it, as `istioctl proxy-status` prints it. */
export interface KnownProxy {
  /** `POD.NAMESPACE`. */
  readonly id: string;
  /** Kinds of configuration, e.g. `CDS`, of which the proxy has not confirmed the last one. */
  readonly behind: readonly string[];
}

export async function knownProxies(scene: Scene, cluster: ClusterPlan): Promise<readonly KnownProxy[]> {
  const pages = await debugPages(scene, cluster, '/debug/syncz');
  return pages.flatMap((page) => listOf(page)).map(knownProxy);
}

const KINDS = {CDS: 'cluster', LDS: 'listener', EDS: 'endpoint', RDS: 'route'} as const;

/** One entry of istiod's page `syncz`. What was never sent is not behind. */
export function knownProxy(entry: unknown): KnownProxy {
  const behind = Object.entries(KINDS).filter(([, kind]) => {
    const sent = textOf(entry, `${kind}_sent`);
    return sent !== '' && sent !== textOf(entry, `${kind}_acked`);
  });
  return {id: textOf(entry, 'proxy'), behind: behind.map(([name]) => name)};
}

/** A page of every ready istiod: each knows only the proxies that are connected to it. */
async function debugPages(scene: Scene, cluster: ClusterPlan, path: string): Promise<readonly unknown[]> {
  const pods = (await podsOf(scene, cluster)).filter(
    (pod) =>
      pod.metadata.namespace === ISTIO_SYSTEM && pod.metadata.labels?.['app'] === 'istiod' && isReady(pod),
  );
  return Promise.all(
    pods.map(({metadata: {name: pod}}) =>
      scene.once(`${path} of ${pod} in ${cluster.name}`, async () => {
        const place = {namespace: ISTIO_SYSTEM, pod, container: 'discovery'};
        const text = await scene.podExec(cluster, place, ['pilot-discovery', 'request', 'GET', path]);
        return text.trim() === '' ? [] : (JSON.parse(text) as unknown);
      }),
    ),
  );
}
