import {messageOf} from '../../base/errors.js';
import type {KubeObject} from '../../drivers/kube/kube.js';
import {istiodName} from '../../plan/istio.js';
import {ISTIO_SYSTEM, type ClusterPlan} from '../../plan/plan.js';
import {check} from '../check.js';
import {faultsIn, passing, type Fault, type Judged} from '../judged.js';
import {labelsOf, named, part} from '../looks/objects.js';
import {runningOf, type Running} from '../looks/pods.js';
import {podsOf} from '../looks/proxies.js';
import type {Scene} from '../scene.js';

export interface ControlPlaneSeen {
  readonly cluster: string;
  readonly node: string;
  readonly api: {readonly ready: boolean; readonly seen: string};
  /** Of the Kubernetes node. */
  readonly nodeReady?: {readonly ready: boolean; readonly seen: string};
  readonly istiod?: Running;
}

export const controlPlaneCheck = check<readonly ControlPlaneSeen[]>({
  id: 'control-plane',
  looked: 'API servers, Kubernetes nodes, istiod',
  look: (scene) => Promise.all(scene.plan.clusters.map((cluster) => look(scene, cluster))),
  judge: (seen) => judgeControlPlane(seen),
});

async function look(scene: Scene, cluster: ClusterPlan): Promise<ControlPlaneSeen> {
  const {name, node} = cluster;
  try {
    const ready = await scene.once(`readyz of ${name}`, () => scene.kube(name).ready(scene.signal));
    if (!ready) return {cluster: name, node, api: {ready, seen: 'readyz says no'}};
    const [nodes, deployments, pods] = await Promise.all([
      scene.list(cluster, 'v1', 'Node'),
      scene.list(cluster, 'apps/v1', 'Deployment'),
      podsOf(scene, cluster),
    ]);
    const {conditions = []} = part(named(nodes, node), 'status') as {
      conditions?: readonly {readonly type: string; readonly status: string; readonly message?: string}[];
    };
    const condition = conditions.find(({type}) => type === 'Ready');
    return {
      cluster: name,
      node,
      api: {ready, seen: 'ready'},
      nodeReady: {ready: condition?.status === 'True', seen: condition?.message ?? 'it says nothing'},
      istiod: runningOf(deployments, pods, istiodOf(cluster, deployments), scene.nowMs),
    };
  } catch (error) {
    const overload = scene.overload?.();
    // Who is not served in time is not served by this machine: nobody can say whether the server would have answered.
    if (overload !== undefined) throw new Error(`${messageOf(error)}; ${overload}`, {cause: error});
    return {cluster: name, node, api: {ready: false, seen: messageOf(error)}};
  }
}

/** The one that the plan names, or, where the mesh has moved since, the one that is there; pure. */
export function istiodOf(
  cluster: ClusterPlan,
  deployments: readonly KubeObject[],
): {readonly namespace: string; readonly name: string} {
  const planned = istiodName(cluster);
  const there = deployments.filter(
    (one) => one.metadata.namespace === ISTIO_SYSTEM && labelsOf(one)['app'] === 'istiod',
  );
  const other = named(there, planned) === undefined ? there[0]?.metadata.name : undefined;
  return {namespace: ISTIO_SYSTEM, name: other ?? planned};
}

/** Pure. */
export function judgeControlPlane(seen: readonly ControlPlaneSeen[]): Judged {
  const starting = seen.find(({istiod}) => istiod?.state === 'starting');
  return {
    evidence: seen.map(({cluster, api, nodeReady, istiod}) => ({
      of: cluster,
      seen: [
        `API server ${api.seen}`,
        ...(nodeReady === undefined ? [] : [`node ${nodeReady.ready ? 'ready' : 'not ready'}`]),
        ...(istiod === undefined ? [] : [istiod.seen]),
      ].join('; '),
    })),
    faults: faultsIn(
      seen.map(({cluster, node, api}) =>
        api.ready ? undefined : passing('api-down', {cluster, node, seen: api.seen}),
      ),
      seen.map(({cluster, node, nodeReady}) =>
        nodeReady?.ready === false
          ? passing('node-not-ready', {cluster, node, seen: nodeReady.seen})
          : undefined,
      ),
      seen.map(istiodFault),
    ),
    pending: starting === undefined ? undefined : `istiod of ${starting.cluster} is starting`,
  };
}

function istiodFault({cluster, istiod}: ControlPlaneSeen): Fault | undefined {
  if (istiod === undefined || istiod.state === 'ready' || istiod.state === 'starting') return undefined;
  return passing('istiod-down', {cluster, seen: istiod.seen});
}
