import type {Clock} from '../base/clock.js';
import {waitFor, type Look} from '../base/wait-for.js';
import type {Kube, KubeRef} from '../drivers/kube/kube.js';
import type {StepContext} from '../engine/step.js';
import {REV} from '../plan/istio.js';
import {labLabels, refuseForeign} from '../plan/own.js';
import {LAB_LABEL, type Plan} from '../plan/plan.js';
import {TRAFFIC_NAMESPACE} from './manifests.js';

/** Labels of a namespace by which Istio puts its proxy into pods, e.g. `{'istio-injection': 'enabled'}`. */
export type Injection = Readonly<Record<string, string>>;

const GONE_MS = 120_000;
const NAMESPACE: KubeRef = {apiVersion: 'v1', kind: 'Namespace', metadata: {name: TRAFFIC_NAMESPACE}};

/** Whether the namespace is there, the lab's, and one into whose pods Istio puts its proxy: by which label is the hop's affair. */
export async function lookNamespace(plan: Plan, kube: Kube): Promise<Look> {
  const live = await kube.get(NAMESPACE);
  if (live === undefined) return {done: false, seen: 'not there'};
  const {labels = {}, deletionTimestamp} = live.metadata;
  const remedy = `kubectl delete namespace ${TRAFFIC_NAMESPACE}, if it is not needed`;
  refuseForeign(plan, `the namespace ${TRAFFIC_NAMESPACE}`, labels, remedy);
  if (deletionTimestamp !== undefined) return {done: false, seen: 'is being deleted'};
  const injected = labels['istio-injection'] === 'enabled' || REV in labels;
  return {done: injected, seen: injected ? 'there' : 'no proxy would be put into its pods'};
}

/** Makes it; one that is still going away is waited for. */
export async function makeNamespace(
  plan: Plan,
  kube: Kube,
  injection: Injection,
  clock: Clock,
  context: StepContext,
): Promise<void> {
  const live = await kube.get(NAMESPACE);
  if (live?.metadata.deletionTimestamp !== undefined) await waitGone(kube, clock, context);
  const labels = {...labLabels(plan), ...injection};
  await kube.apply([{...NAMESPACE, metadata: {...NAMESPACE.metadata, labels}}]);
}

/** Removes it with all that is in it, and waits for that. */
export async function removeNamespace(
  plan: Plan,
  kube: Kube,
  clock: Clock,
  context: StepContext,
): Promise<void> {
  const live = await kube.get(NAMESPACE);
  if (live?.metadata.labels?.[LAB_LABEL] !== plan.lab) return;
  await kube.remove(NAMESPACE);
  // Nobody calls any more, so nothing is to drain; and a namespace that is going away gets no new pods.
  const pods = await kube.list('v1', 'Pod', {namespace: TRAFFIC_NAMESPACE});
  await Promise.all(pods.map((pod) => kube.remove(pod, {graceSeconds: 1})));
  await waitGone(kube, clock, context);
}

async function waitGone(kube: Kube, clock: Clock, {signal, say}: StepContext): Promise<void> {
  const look = async (): Promise<Look> => {
    const live = await kube.get(NAMESPACE);
    return {done: live === undefined, seen: live === undefined ? 'gone' : 'is being deleted'};
  };
  await waitFor(`the namespace ${TRAFFIC_NAMESPACE} to be gone`, look, {
    deadlineMs: GONE_MS,
    signal,
    clock,
    onSeen: say,
    hint: `kubectl get all -n ${TRAFFIC_NAMESPACE}`,
  });
}
