import type {KubeObject} from '../../drivers/kube/kube.js';
import {fits, labelsOf, named, part} from './objects.js';

/** A pod that came this short a time ago may still be starting. */
const STARTING_MS = 45_000;

/** Reasons of a waiting container that do not pass by themselves. */
const STUCK = /BackOff|ErrImage|InvalidImageName|CreateContainer|RunContainerError/;

interface ContainerStatus {
  readonly name: string;
  readonly state?: {
    readonly waiting?: {readonly reason?: string};
    readonly running?: {readonly startedAt?: string};
  };
}

/** A pod that is neither over nor going away. */
export function lives(pod: KubeObject): boolean {
  const {phase} = part(pod, 'status') as {readonly phase?: string};
  return pod.metadata.deletionTimestamp === undefined && phase !== 'Succeeded' && phase !== 'Failed';
}

export function isReady(pod: KubeObject): boolean {
  const {conditions = []} = part(pod, 'status') as {
    readonly conditions?: readonly {readonly type: string; readonly status: string}[];
  };
  return lives(pod) && conditions.some(({type, status}) => type === 'Ready' && status === 'True');
}

export function hasProxy(pod: KubeObject): boolean {
  const {containers = [], initContainers = []} = part(pod, 'spec') as Readonly<
    Partial<Record<'containers' | 'initContainers', readonly {readonly name: string}[]>>
  >;
  return [...containers, ...initContainers].some(({name}) => name === 'istio-proxy');
}

export function serviceAccountOf(pod: KubeObject): string {
  const {serviceAccountName = 'default'} = part(pod, 'spec') as {readonly serviceAccountName?: string};
  return serviceAccountName;
}

/** The Deployment that a pod belongs to, by its name: `webapp` of `webapp-746bdc9d75-9n8h9`. */
export function deploymentNameOf(pod: KubeObject): string {
  const {'pod-template-hash': hash} = labelsOf(pod);
  const {name} = pod.metadata;
  const at = hash === undefined ? -1 : name.indexOf(`-${hash}`);
  return at < 0 ? name : name.slice(0, at);
}

/** How a Deployment, or something like it, is. */
export interface Running {
  readonly state: 'missing' | 'none wanted' | 'ready' | 'starting' | 'down';
  /** In a few words. */
  readonly seen: string;
}

/** Whether a Deployment or DaemonSet has a ready pod, or may soon have one. Pure. */
export function runningOf(
  workloads: readonly KubeObject[],
  pods: readonly KubeObject[],
  {namespace, name}: {readonly namespace: string; readonly name: string},
  nowMs: number,
): Running {
  const workload = named(workloads, name, namespace);
  if (workload === undefined) return {state: 'missing', seen: `no ${namespace}/${name}`};
  const {replicas = 1, selector = {}} = part(workload, 'spec') as {
    readonly replicas?: number;
    readonly selector?: {readonly matchLabels?: Readonly<Record<string, string>>};
  };
  if (replicas === 0) return {state: 'none wanted', seen: `${name} is scaled to 0`};
  const its = pods.filter(
    (pod) =>
      pod.metadata.namespace === namespace && lives(pod) && fits(labelsOf(pod), selector.matchLabels ?? {}),
  );
  const ready = its.filter(isReady).length;
  if (ready > 0) return {state: 'ready', seen: `${name} ${ready} ready`};
  const stuck = its.flatMap(waitingReasons).find((reason) => STUCK.test(reason));
  if (stuck !== undefined) return {state: 'down', seen: `${name} is not ready: ${stuck}`};
  const newest = Math.max(...its.map(startedMs));
  const young = its.length > 0 && nowMs - newest < STARTING_MS;
  return young
    ? {state: 'starting', seen: `${name} is starting`}
    : {
        state: 'down',
        seen: its.length === 0 ? `${name} has no pod` : `${name} has no ready pod of ${its.length}`,
      };
}

function waitingReasons(pod: KubeObject): readonly string[] {
  const status = part(pod, 'status') as Readonly<
    Partial<Record<'containerStatuses' | 'initContainerStatuses', readonly ContainerStatus[]>>
  >;
  return [...(status.initContainerStatuses ?? []), ...(status.containerStatuses ?? [])].flatMap(
    ({state}) => state?.waiting?.reason ?? [],
  );
}

/** Since when the last of its containers has run without a break, in milliseconds since 1970; undefined: unknown. */
export function runningSinceMs(pod: KubeObject): number | undefined {
  const {containerStatuses = []} = part(pod, 'status') as {
    readonly containerStatuses?: readonly ContainerStatus[];
  };
  const times = containerStatuses.flatMap(({state}) => Date.parse(state?.running?.startedAt ?? '') || []);
  return times.length === 0 ? undefined : Math.max(...times);
}

/** Since when it is as it is: a pod that was there before a restart of its node has an old date of creation. */
export function startedMs(pod: KubeObject): number {
  const {conditions = []} = part(pod, 'status') as {
    readonly conditions?: readonly {readonly type: string; readonly lastTransitionTime?: string}[];
  };
  const changed = conditions.find(({type}) => type === 'Ready')?.lastTransitionTime;
  return Math.max(...[pod.metadata.creationTimestamp, changed].map((time) => Date.parse(time ?? '') || 0));
}
