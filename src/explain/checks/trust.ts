import {readFile} from 'node:fs/promises';
import {join} from 'node:path';
import type {KubeObject} from '../../drivers/kube/kube.js';
import {ISTIO_SYSTEM, type ClusterPlan} from '../../plan/plan.js';
import {certificatesIn} from '../../scenario/certificate.js';
import type {Certificate} from '../../scenario/measured.js';
import {check} from '../check.js';
import {dataOf, labelsOf, named} from '../looks/objects.js';
import {isReady, runningSinceMs} from '../looks/pods.js';
import {chainsOf, podsOf, proxiesOf, type ProxyPod} from '../looks/proxies.js';
import type {Scene} from '../scene.js';
import {judgeTrust, type ClusterTrust, type ProxyTrust, type TrustSeen} from './trust-judge.js';

export const trustCheck = check<TrustSeen>({
  id: 'trust',
  looked: 'Secrets cacerts, ConfigMaps istio-ca-root-cert, chain and root of every live proxy',
  look: async (scene) => {
    const [root, clusters] = await Promise.all([
      labRoot(join(scene.plan.root.folder, 'root-cert.pem')),
      Promise.all(scene.plan.clusters.map((cluster) => look(scene, cluster))),
    ]);
    return {root, clusters};
  },
  judge: (seen, {nowMs, plan}) => judgeTrust(seen, nowMs, plan.namespace),
});

async function labRoot(file: string): Promise<Certificate | undefined> {
  return certificatesIn(await readFile(file, 'utf8').catch(() => ''))[0];
}

async function look(scene: Scene, cluster: ClusterPlan): Promise<ClusterTrust> {
  const {namespace} = scene.plan;
  const [secrets, configMaps, proxies, pods] = await Promise.all([
    scene.list(cluster, 'v1', 'Secret', ISTIO_SYSTEM),
    scene.list(cluster, 'v1', 'ConfigMap'),
    proxiesOf(scene, cluster),
    podsOf(scene, cluster),
  ]);
  const cacerts = named(secrets, 'cacerts');
  const kept = (key: string): Certificate | undefined =>
    certificatesIn(Buffer.from(dataOf(cacerts)[key] ?? '', 'base64').toString())[0];
  return {
    cluster: cluster.name,
    node: cluster.node,
    istiodSinceMs: sinceMs(pods),
    certs: cluster.certs,
    rootFolder: scene.plan.root.folder,
    plugged:
      cacerts === undefined ? undefined : {root: kept('root-cert.pem'), intermediate: kept('ca-cert.pem')},
    told: [ISTIO_SYSTEM, namespace].map((place) => ({
      namespace: place,
      root: certificatesIn(dataOf(named(configMaps, 'istio-ca-root-cert', place))['root-cert.pem'] ?? '')[0],
    })),
    proxies: await Promise.all(proxies.map((proxy) => proxyTrust(scene, cluster, proxy))),
  };
}

/** Of the istiod that has been at work longest. */
function sinceMs(pods: readonly KubeObject[]): number | undefined {
  const istiods = pods.filter(
    (pod) => pod.metadata.namespace === ISTIO_SYSTEM && labelsOf(pod)['app'] === 'istiod' && isReady(pod),
  );
  const since = istiods.flatMap((pod) => runningSinceMs(pod) ?? []);
  return since.length === 0 ? undefined : Math.min(...since);
}

async function proxyTrust(scene: Scene, cluster: ClusterPlan, proxy: ProxyPod): Promise<ProxyTrust> {
  const chains = await chainsOf(scene, cluster, proxy);
  const of = (name: string): readonly Certificate[] =>
    chains.find((chain) => chain.name === name)?.certificates ?? [];
  const {namespace, deployment, pod} = proxy;
  return {namespace, deployment, pod, chain: of('default'), roots: of('ROOTCA')};
}
