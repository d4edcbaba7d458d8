import type {ContainerInfo} from '../drivers/docker/docker.js';
import type {KubeObject} from '../drivers/kube/kube.js';

/** A kubelet that has not told of its pods by then does not run: who looks at them says so. */
const TOLD_BY_MS = 120_000;

interface Running {
  readonly containerStatuses?: readonly {
    readonly state?: {readonly running?: {readonly startedAt: string}};
  }[];
}

/** Whether a node was started so lately that its kubelet may not have told of its pods yet. Pure. */
export function mayBeUntold({startedAtMs}: Pick<ContainerInfo, 'startedAtMs'>, nowMs: number): boolean {
  return startedAtMs !== undefined && nowMs >= startedAtMs && nowMs - startedAtMs <= TOLD_BY_MS;
}

/**
 * Pods that the API server still tells of as they were before their node was started: it answers before the kubelet has
 * looked at them, and everything that it says of them, and of what is made of them, is as old. Pure.
 */
export function untoldPods(
  pods: readonly KubeObject[],
  node: Pick<ContainerInfo, 'startedAtMs'>,
  nowMs: number,
): readonly string[] {
  if (!mayBeUntold(node, nowMs)) return [];
  // Kubernetes tells whole seconds.
  const sinceMs = Math.floor((node.startedAtMs ?? 0) / 1000) * 1000;
  const isOld = ({status}: KubeObject): boolean =>
    ((status ?? {}) as Running).containerStatuses?.some(
      ({state}) => state?.running !== undefined && Date.parse(state.running.startedAt) < sinceMs,
    ) === true;
  return pods.filter(isOld).map(({metadata: {namespace = '', name}}) => `${namespace}/${name}`);
}
