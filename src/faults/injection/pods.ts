import type {Look} from '../../base/wait-for.js';
import type {KubeObject, KubeRef} from '../../drivers/kube/kube.js';
import {ISTIO_SYSTEM, type Plan} from '../../plan/plan.js';
import type {Bench} from '../../scenario/bench.js';
import {deploymentRef, restartPods} from '../../scenario/deployment.js';
import {lookAt} from '../../scenario/looks.js';
import {own} from '../change.js';
import type {Change} from '../fault.js';

export const INJECTION = 'istio-injection';

export function namespaceRef({namespace}: Plan): KubeRef {
  return {apiVersion: 'v1', kind: 'Namespace', metadata: {name: namespace}};
}

/** The Deployments of the lab's apps in a cluster, and, where wanted, of its ingress gateway. */
export async function appsOf(cluster: string, {kube, plan}: Bench): Promise<readonly KubeRef[]> {
  const apps = await kube(cluster).list('apps/v1', 'Deployment', {namespace: plan.namespace});
  return apps.map(({metadata}) => deploymentRef(metadata.name, plan.namespace));
}

export const INGRESS = deploymentRef('istio-ingressgateway', ISTIO_SYSTEM);

/** Starts pods anew, now and once more when all else is put back: they read at their start what is changed. */
export function startAnew(cluster: string, refs: readonly KubeRef[], bench: Bench): Change {
  return own(
    refs.map((restart) => ({cluster, restart})),
    async () => {
      await Promise.all(refs.map((ref) => restartPods(bench.kube(cluster), ref, bench)));
    },
  );
}

/** Whether every app has a proxy in each of its pods. */
export async function proxiesEverywhere(cluster: string, {kube, plan}: Bench): Promise<Look> {
  const pods = await kube(cluster).list('v1', 'Pod', {namespace: plan.namespace});
  const without = pods.filter((pod) => !containersOf(pod).includes('istio-proxy'));
  return lookAt(
    without.map(({metadata}) => `${metadata.name} has no proxy`),
    'every pod has a proxy',
  );
}

/** Whether no pod of these Deployments is older than a moment. */
export async function allSince(
  cluster: string,
  refs: readonly KubeRef[],
  since: Date,
  {kube}: Bench,
): Promise<Look> {
  const namespaces = [...new Set(refs.map(({metadata}) => metadata.namespace ?? ''))];
  const lists = await Promise.all(
    namespaces.map((namespace) => kube(cluster).list('v1', 'Pod', {namespace})),
  );
  const names = refs.map(({metadata}) => metadata.name);
  // Kubernetes dates a pod to the second.
  const fromMs = Math.floor(since.getTime() / 1000) * 1000;
  const old = lists
    .flat()
    .filter(({metadata}) => names.some((name) => metadata.name.startsWith(`${name}-`)))
    .filter(({metadata}) => Date.parse(metadata.creationTimestamp ?? '') < fromMs);
  return lookAt(
    old.map(({metadata}) => `${metadata.name} is older than the fault`),
    'every pod is new',
  );
}

function containersOf(pod: KubeObject): readonly string[] {
  const spec = pod['spec'] as {readonly containers?: readonly {readonly name: string}[]} | undefined;
  return (spec?.containers ?? []).map(({name}) => name);
}
