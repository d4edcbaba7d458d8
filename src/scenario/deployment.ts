import {EastwestError} from '../base/errors.js';
import {waitFor, type Look} from '../base/wait-for.js';
import type {Kube, KubeObject, KubeRef} from '../drivers/kube/kube.js';
import {lookDeployment, refuseHopelessPods} from '../drivers/kube/workloads.js';
import {istiodName} from '../plan/istio.js';
import {clusterNamed, ISTIO_SYSTEM} from '../plan/plan.js';
import type {Bench} from './bench.js';
import {DEADLINES} from './deadlines.js';

/** The parts of a Deployment that scenarios read. */
interface Deployment {
  readonly spec: {
    readonly replicas?: number;
    readonly selector?: {readonly matchLabels?: Readonly<Record<string, string>>};
    readonly template: {readonly spec: {readonly containers: readonly Container[]}};
  };
}

export interface Container {
  readonly name: string;
  readonly env?: readonly {readonly name: string; readonly value?: string; readonly valueFrom?: unknown}[];
}

export function deploymentRef(name: string, namespace: string): KubeRef {
  return {apiVersion: 'apps/v1', kind: 'Deployment', metadata: {name, namespace}};
}

/** The control plane of a cluster, by the name that it has there. */
export function istiodRef(cluster: string, {plan}: Pick<Bench, 'plan'>): KubeRef {
  return deploymentRef(istiodName(clusterNamed(plan, cluster)), ISTIO_SYSTEM);
}

/** The Deployment, or an error that says which one is not there. */
export async function deploymentOf(kube: Kube, ref: KubeRef): Promise<KubeObject & Deployment> {
  const found = await kube.get(ref);
  if (found !== undefined) return found as KubeObject & Deployment;
  throw new EastwestError(`no deployment ${ref.metadata.name} in namespace ${ref.metadata.namespace ?? ''}`, {
    code: 'NO-DEPLOYMENT',
    hint: 'eastwest up',
  });
}

/** The container of a name, or the first one; Istio's own are injected later and do not stand here. */
export function containerOf(deployment: Deployment, name?: string): Container {
  const {containers} = deployment.spec.template.spec;
  const found = name === undefined ? containers[0] : containers.find((candidate) => candidate.name === name);
  if (found !== undefined) return found;
  const names = containers.map((container) => container.name).join(', ');
  throw new EastwestError(`no container ${name ?? ''}; there are: ${names}`, {code: 'NO-CONTAINER'});
}

/** Waits until only pods of the newest template serve; gives up at once on a pod that can never start. */
export async function waitForRollout(kube: Kube, ref: KubeRef, bench: Bench): Promise<string> {
  const {name, namespace = ''} = ref.metadata;
  const look = async (): Promise<Look> => {
    const labels = (await deploymentOf(kube, ref)).spec.selector?.matchLabels ?? {};
    const found = await lookDeployment(kube, namespace, name);
    if (!found.done) refuseHopelessPods(await kube.list('v1', 'Pod', {namespace, labels}));
    return found;
  };
  const {seen} = await waitFor(`deployment ${name} to be rolled out`, look, {
    deadlineMs: DEADLINES.rolloutMs,
    signal: bench.signal,
    clock: bench.clock,
    onSeen: bench.say,
    hint: `kubectl -n ${namespace} describe deployment ${name}`,
  });
  return seen;
}

/** Replaces the pods of a Deployment by new ones and waits for them. */
export async function restartPods(kube: Kube, ref: KubeRef, bench: Bench): Promise<string> {
  // The annotation that `kubectl rollout restart` sets: a new value makes a new pod template.
  const annotations = {'kubectl.kubernetes.io/restartedAt': bench.clock.date().toISOString()};
  await kube.patch(ref, {spec: {template: {metadata: {annotations}}}});
  return waitForRollout(kube, ref, bench);
}
