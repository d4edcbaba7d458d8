import {HopelessError, type Look} from '../../base/wait-for.js';
import type {Kube, KubeObject} from './kube.js';

interface Conditioned {
  readonly spec?: {readonly replicas?: number};
  readonly status?: {
    readonly observedGeneration?: number;
    readonly replicas?: number;
    readonly updatedReplicas?: number;
    readonly availableReplicas?: number;
    readonly desiredNumberScheduled?: number;
    readonly numberReady?: number;
  };
  readonly metadata: {readonly generation?: number};
}

/** Whether a Deployment has rolled out: every replica is of the newest template and available, none is left over. */
export async function lookDeployment(kube: Kube, namespace: string, name: string): Promise<Look> {
  const found = await kube.get({apiVersion: 'apps/v1', kind: 'Deployment', metadata: {namespace, name}});
  if (found === undefined) return {done: false, seen: `no Deployment ${namespace}/${name}`};
  const {metadata, spec, status} = found as unknown as Conditioned;
  const wanted = spec?.replicas ?? 1;
  const {observedGeneration = 0, replicas = 0, updatedReplicas = 0, availableReplicas = 0} = status ?? {};
  const current = observedGeneration >= (metadata.generation ?? 0);
  const done = current && replicas === wanted && updatedReplicas === wanted && availableReplicas === wanted;
  return {
    done,
    seen: `${name}: ${availableReplicas} of ${wanted} available, ${updatedReplicas} of the newest template`,
  };
}

/** Whether every pod of a DaemonSet is ready. */
export async function lookDaemonSet(kube: Kube, namespace: string, name: string): Promise<Look> {
  const found = await kube.get({apiVersion: 'apps/v1', kind: 'DaemonSet', metadata: {namespace, name}});
  if (found === undefined) return {done: false, seen: `no DaemonSet ${namespace}/${name}`};
  const {desiredNumberScheduled = 0, numberReady = 0} = (found as unknown as Conditioned).status ?? {};
  const done = desiredNumberScheduled > 0 && numberReady === desiredNumberScheduled;
  return {done, seen: `${name}: ${numberReady} of ${desiredNumberScheduled} ready`};
}

/** Whether every one of these pods has Istio's proxy in it. */
export function lookSidecars(pods: readonly KubeObject[]): Look {
  const bare = pods.filter((pod) => {
    const {containers = []} = pod['spec'] as {containers?: {name: string}[]};
    return !containers.some(({name}) => name === 'istio-proxy');
  });
  const names = bare.map(({metadata}) => metadata.name).join(', ');
  return {
    done: bare.length === 0,
    seen: bare.length === 0 ? 'all with sidecars' : `without a sidecar: ${names}`,
  };
}

/** The external address of a LoadBalancer Service, once it has one. */
export async function loadBalancerAddress(
  kube: Kube,
  namespace: string,
  name: string,
): Promise<string | undefined> {
  const service = await kube.get({apiVersion: 'v1', kind: 'Service', metadata: {namespace, name}});
  return loadBalancerAddresses(service)[0];
}

/** Those that a load balancer has given a Service. Pure. */
export function loadBalancerAddresses(service: KubeObject | undefined): readonly string[] {
  const status = service?.['status'] as
    {readonly loadBalancer?: {readonly ingress?: readonly {readonly ip?: string}[]}} | undefined;
  return (status?.loadBalancer?.ingress ?? []).flatMap(({ip}) => ip ?? []);
}

const CANNOT_HEAL = new Set([
  'ErrImageNeverPull',
  'InvalidImageName',
  'CreateContainerConfigError',
  'ErrImagePull',
]);

/** A kubelet that has just started says so of what it has not read yet. */
const PASSING = /^failed to sync \w+ cache/;

/** Throws for a pod in a state that waiting does not mend, naming the container and the reason. */
export function refuseHopelessPods(pods: readonly KubeObject[]): void {
  for (const pod of pods) {
    const status = pod['status'] as
      | {containerStatuses?: {name: string; state?: {waiting?: {reason?: string; message?: string}}}[]}
      | undefined;
    for (const {name, state} of status?.containerStatuses ?? []) {
      const reason = state?.waiting?.reason ?? '';
      if (!CANNOT_HEAL.has(reason) || PASSING.test(state?.waiting?.message ?? '')) continue;
      const {namespace = '', name: podName} = pod.metadata;
      throw new HopelessError(
        `pod ${namespace}/${podName}: container ${name} cannot start: ${reason} ${state?.waiting?.message ?? ''}`.trim(),
        {code: 'POD-CANNOT-START', hint: `kubectl describe pod ${podName} -n ${namespace}`},
      );
    }
  }
}
