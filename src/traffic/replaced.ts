import type {Clock} from '../base/clock.js';
import {waitFor, type Look} from '../base/wait-for.js';
import type {KubeObject} from '../drivers/kube/kube.js';
import {ISTIO_SYSTEM, type Plan} from '../plan/plan.js';
import type {World} from '../scenario/bench.js';
import {TRAFFIC_NAMESPACE} from './manifests.js';

const GONE_MS = 120_000;

export interface ReplacedOptions {
  readonly signal: AbortSignal;
  readonly say?: (text: string) => void;
}

/**
 * Waits until no pod is ending any more in these clusters. A Deployment counts as rolled out while its old pods still
 * drain: a phase that ended then would leave what their end costs to the next one.
 */
export async function waitReplacedGone(
  {plan, kube, clock}: Pick<World, 'plan' | 'kube'> & {readonly clock: Clock},
  clusters: readonly string[],
  {signal, say}: ReplacedOptions,
): Promise<void> {
  const look = async (): Promise<Look> => {
    const lists = await Promise.all(clusters.map((name) => kube(name).list('v1', 'Pod')));
    const left = clusters.flatMap((name, index) => endingPods(lists[index] ?? [], plan, name));
    return {done: left.length === 0, seen: left.length === 0 ? 'gone' : `still ending: ${left.join(', ')}`};
  };
  await waitFor('replaced pods to be gone', look, {
    deadlineMs: GONE_MS,
    signal,
    clock,
    ...(say === undefined ? {} : {onSeen: say}),
    hint: 'kubectl get pods -A; a pod that hangs is told of by kubectl describe',
  });
}

/** Pods of the mesh, the apps and the traffic that are being deleted, as `west/istio-ingressgateway-x`. Pure. */
export function endingPods(
  pods: readonly KubeObject[],
  {namespace}: Pick<Plan, 'namespace'>,
  cluster: string,
): readonly string[] {
  const namespaces = [ISTIO_SYSTEM, namespace, TRAFFIC_NAMESPACE];
  return pods
    .filter(
      ({metadata}) =>
        metadata.deletionTimestamp !== undefined && namespaces.includes(metadata.namespace ?? ''),
    )
    .map(({metadata}) => `${cluster}/${metadata.name}`);
}
