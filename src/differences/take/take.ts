import type {Clock} from '../../base/clock.js';
import {counted} from '../../base/counted.js';
import {waitFor} from '../../base/wait-for.js';
import type {Kube} from '../../drivers/kube/kube.js';
import {ISTIO_SYSTEM, type ClusterPlan, type Plan} from '../../plan/plan.js';
import type {RunStory} from '../../report/index.js';
import {compare} from '../compare/compare.js';
import type {ClusterIstio, MeshConfiguration, MeshState, StateName} from '../state.js';
import {addressBook} from './addresses.js';
import {figuresOf} from './figures.js';
import {kept, type Keep, type Kept} from './keep.js';
import {objectsOf} from './objects.js';
import {hasReadyProxy, proxyOf} from './proxies.js';

/** The running lab as it is looked at here; a scenario's world is one. */
export interface MeshReach {
  readonly plan: Plan;
  /** The API server of a cluster by the lab's name for it. */
  readonly kube: (cluster: string) => Kube;
  readonly clock: Clock;
}

export interface TakeOptions {
  readonly signal: AbortSignal;
  /** What each cluster's mesh is meant to be; the plan's version without a revision unless it is said. */
  readonly istio?: Readonly<Record<string, ClusterIstio>>;
}

/** How long pushes and pods may take to come to rest: two looks that find the same are wanted. */
const SETTLE_MS = 120_000;
const BETWEEN_LOOKS_MS = 2000;

/**
 * The configuration of every ready proxy of every cluster, and what Istio has installed there. Changes nothing.
 *
 * @throws what the API servers say, PROXY-SILENT: a part that was not seen is no configuration to be compared
 */
export function takeConfiguration(reach: MeshReach, options: TakeOptions): Promise<MeshConfiguration> {
  return lookAt(reach, options, kept());
}

async function lookAt(
  {plan, kube, clock}: MeshReach,
  {signal, istio = {}}: TakeOptions,
  {keep, store}: Kept,
): Promise<MeshConfiguration> {
  const takenAt = clock.date().toISOString();
  const found = await Promise.all(
    plan.clusters.map((cluster) => takeCluster(plan, cluster, kube(cluster.name), keep, signal)),
  );
  const proxies = found.flatMap((one) => one.proxies);
  const objects = found.flatMap((one) => one.objects);
  return {
    format: 1,
    takenAt,
    proxy: plan.supplied.proxy.kind,
    istio: Object.fromEntries(
      plan.clusters.map(({name}) => [name, istio[name] ?? {version: plan.versions.istio}]),
    ),
    addresses: addressBook(found, plan),
    proxies,
    objects,
    parts: store.of(proxies, objects),
    setAside: [],
  };
}

async function takeCluster(plan: Plan, cluster: ClusterPlan, kube: Kube, keep: Keep, signal: AbortSignal) {
  const [all, services, nodes] = await Promise.all(
    ['Pod', 'Service', 'Node'].map((kind) => kube.list('v1', kind)),
  );
  const places = [ISTIO_SYSTEM, plan.namespace];
  const pods = (all ?? []).filter(
    (pod) => places.includes(pod.metadata.namespace ?? '') && hasReadyProxy(pod),
  );
  const [proxies, objects] = await Promise.all([
    Promise.all(pods.map((pod) => proxyOf(pod, cluster, kube, keep, signal))),
    objectsOf(plan, cluster, kube, pods, keep),
  ]);
  return {cluster: cluster.name, services: services ?? [], nodes: nodes ?? [], proxies, objects};
}

/**
 * The mesh in a state of a hop, once it stands still: what two looks one after the other have found the same.
 *
 * @throws WAIT-TIMED-OUT with what still changes
 */
export async function takeState(
  reach: MeshReach,
  {name, story, ...options}: TakeOptions & {readonly name: StateName; readonly story?: RunStory},
): Promise<MeshState> {
  const parts = kept();
  let last: MeshConfiguration | undefined;
  const look = async () => {
    const earlier = last;
    // A pod may go between the list and the question: of such a look nothing is left.
    last = undefined;
    last = await lookAt(reach, options, parts);
    if (earlier === undefined) return {done: false, seen: 'one look'};
    const [first, ...more] = compare(earlier, last);
    if (first === undefined) return {done: true, seen: 'two looks found the same'};
    return {done: false, seen: `${counted(more.length + 1, 'difference')} between two looks: ${first.text}`};
  };
  await waitFor('the configuration of the mesh to stand still', look, {
    deadlineMs: SETTLE_MS,
    intervalsMs: [BETWEEN_LOOKS_MS],
    signal: options.signal,
    clock: reach.clock,
    hint: 'eastwest explain',
  });
  if (last === undefined) throw new RangeError('a mesh that stands still was looked at');
  return {...last, name, scenarios: story === undefined ? [] : figuresOf(story)};
}
