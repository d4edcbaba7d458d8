import type {KubeObject} from '../../drivers/kube/kube.js';
import {readManifest} from '../../drivers/kube/manifest.js';
import type {ClusterPlan} from '../../plan/plan.js';
import {check} from '../check.js';
import {fault, faultsIn, passing, type Fault, type Judged} from '../judged.js';
import {labelsOf, named, part} from '../looks/objects.js';
import {hasProxy, lives, runningOf, type Running} from '../looks/pods.js';
import {podsOf} from '../looks/proxies.js';
import type {Scene} from '../scene.js';

export interface WorkloadsSeen {
  readonly cluster: string;
  readonly namespace: string;
  /** Undefined where there is no such namespace. */
  readonly labels: Readonly<Partial<Record<string, string>>> | undefined;
  /** The apps that the lab declares here, by Deployment. */
  readonly apps: readonly {readonly name: string; readonly running: Running}[];
  /** Living pods of the namespace. */
  readonly pods: readonly {readonly name: string; readonly proxy: boolean; readonly optedOut: boolean}[];
}

export const injectionCheck = check<readonly WorkloadsSeen[]>({
  id: 'injection',
  looked: 'the namespace of the apps, their Deployments, and proxies in their pods',
  look: (scene) => Promise.all(scene.plan.clusters.map((cluster) => look(scene, cluster))),
  judge: (seen) => judgeInjection(seen),
});

async function look(scene: Scene, cluster: ClusterPlan): Promise<WorkloadsSeen> {
  const {namespace} = scene.plan;
  const [namespaces, deployments, pods, declared] = await Promise.all([
    scene.list(cluster, 'v1', 'Namespace'),
    scene.list(cluster, 'apps/v1', 'Deployment'),
    podsOf(scene, cluster),
    declaredIn(cluster),
  ]);
  const found = named(namespaces, namespace);
  return {
    cluster: cluster.name,
    namespace,
    labels: found && labelsOf(found),
    apps: declared
      .filter(({kind, metadata}) => kind === 'Deployment' && (metadata.namespace ?? namespace) === namespace)
      .map(({metadata: {name}}) => ({
        name,
        running: runningOf(deployments, pods, {namespace, name}, scene.nowMs),
      })),
    pods: pods
      .filter((pod) => pod.metadata.namespace === namespace && lives(pod))
      .map((pod) => ({name: pod.metadata.name, proxy: hasProxy(pod), optedOut: isOptedOut(pod)})),
  };
}

/** What the lab declares for a cluster's apps, by its manifests. */
export async function declaredIn({apps}: ClusterPlan): Promise<readonly KubeObject[]> {
  return (await Promise.all(apps.map((file) => readManifest(file)))).flat();
}

const INJECT = 'sidecar.istio.io/inject';

function isOptedOut(pod: KubeObject): boolean {
  const {hostNetwork = false} = part(pod, 'spec') as {readonly hostNetwork?: boolean};
  const said = labelsOf(pod)[INJECT] ?? pod.metadata.annotations?.[INJECT];
  return said === 'false' || hostNetwork;
}

/** Pure. */
export function judgeInjection(seen: readonly WorkloadsSeen[]): Judged {
  const starting = seen
    .flatMap(({cluster, apps}) => apps.map((app) => ({cluster, ...app})))
    .find(({running}) => running.state === 'starting');
  return {
    evidence: seen.map(evidenceOf),
    faults: faultsIn(seen.map(labelFault), seen.map(proxyFault), seen.map(appFault)),
    pending: starting === undefined ? undefined : `${starting.name} of ${starting.cluster} is starting`,
  };
}

function evidenceOf({cluster, namespace, labels = {}, apps, pods}: WorkloadsSeen) {
  const marked = marks(labels) ? 'marked for injection' : 'not marked for injection';
  const running = apps.map(({running: {seen}}) => seen).join(', ');
  const proxies = `${pods.filter(({proxy}) => proxy).length} of ${pods.length} pods with a proxy`;
  return {of: cluster, seen: `${namespace} ${marked}; ${running}; ${proxies}`};
}

/** By the usual label, or by a revision of the control plane. */
function marks(labels: Readonly<Partial<Record<string, string>>>): boolean {
  const {'istio-injection': usual, 'istio.io/rev': revision} = labels;
  return usual === 'enabled' || (usual === undefined && revision !== undefined && revision !== '');
}

function labelFault({cluster, namespace, labels = {}}: WorkloadsSeen): Fault | undefined {
  return marks(labels) ? undefined : fault('namespace-not-injected', {cluster, namespace});
}

function proxyFault({cluster, namespace, pods}: WorkloadsSeen): Fault | undefined {
  const bare = pods.find(({proxy, optedOut}) => !proxy && !optedOut);
  return bare === undefined ? undefined : passing('pod-without-proxy', {cluster, namespace, pod: bare.name});
}

function appFault({cluster, namespace, apps}: WorkloadsSeen): Fault | undefined {
  const down = apps.find(({running: {state}}) => state !== 'ready' && state !== 'starting');
  if (down === undefined) return undefined;
  return passing('app-down', {cluster, namespace, app: down.name, seen: down.running.seen});
}
