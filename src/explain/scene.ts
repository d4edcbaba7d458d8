import type {Clock} from '../base/clock.js';
import type {Docker, ExecResult} from '../drivers/docker/docker.js';
import type {Kube, KubeObject} from '../drivers/kube/kube.js';
import type {ClusterPlan, Plan} from '../plan/plan.js';

/** The running lab as the checks reach it. */
export interface LabReach {
  readonly plan: Plan;
  readonly docker: Docker;
  /** The API server of a cluster by the lab's name for it; its requests should not take longer than a look may. */
  readonly kube: (cluster: string) => Kube;
  readonly clock: Clock;
  /** Why this machine may be too busy to be answered in time, e.g. by what else runs on it; undefined where it is not. */
  readonly overload?: () => string | undefined;
}

/** How long a machine or an API server may take to answer: longer than that is no answer. */
export const LOOK_MS = 3000;
/** A page of a proxy goes by way of two servers and a new process, and there are many at once. */
const POD_MS = 5000;
/** The drivers have limits of their own, whose words are better than ours. */
const GRACE_MS = 500;

/**
 * One round of looking. What several checks want to know is asked once: whole lists, kept for the round. A new round
 * begins with a new scene.
 */
export interface Scene extends LabReach {
  readonly signal: AbortSignal;
  /** The time of day when the round began, in milliseconds since 1970. */
  readonly nowMs: number;
  /** All objects of a kind in a cluster; none where the cluster does not know the kind. */
  list(
    cluster: ClusterPlan,
    apiVersion: string,
    kind: string,
    namespace?: string,
  ): Promise<readonly KubeObject[]>;
  /** A command in a container of the engine. */
  exec(container: string, command: readonly string[]): Promise<ExecResult>;
  /** Standard output of a command in a pod; fails where the command does. */
  podExec(cluster: ClusterPlan, pod: PodPlace, command: readonly string[]): Promise<string>;
  /** Anything else that several checks want to know, by a name of its own. */
  once<T>(name: string, look: () => Promise<T>): Promise<T>;
}

export interface PodPlace {
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
}

export function sceneOf(reach: LabReach, signal: AbortSignal): Scene {
  const {docker, kube, clock} = reach;
  const known = new Map<string, Promise<unknown>>();
  const once = <T>(name: string, look: () => Promise<T>): Promise<T> => {
    const found = (known.get(name) ??
      within(Promise.resolve().then(look), name, clock, signal)) as Promise<T>;
    known.set(name, found);
    // Whoever does not come to ask for it must not be told of its failure.
    found.catch(() => undefined);
    return found;
  };
  return {
    ...reach,
    signal,
    nowMs: clock.date().getTime(),
    once,
    list: (cluster, apiVersion, kind, namespace) =>
      once(`list ${kind} of ${cluster.name}${namespace === undefined ? '' : ` in ${namespace}`}`, () =>
        kube(cluster.name).list(apiVersion, kind, namespace === undefined ? {} : {namespace}),
      ),
    exec: (container, command) => docker.exec(container, command, {signal, timeoutMs: LOOK_MS}),
    podExec: async (cluster, place, command) => {
      const at = {...place, signal, timeoutMs: POD_MS};
      const {exitCode, stdout, stderr} = await kube(cluster.name).exec(command, at);
      if (exitCode === 0) return stdout;
      throw new Error(
        `${command.join(' ')} in ${place.pod} ended with ${exitCode}: ${stderr.trim().slice(0, 200)}`,
      );
    },
  };
}

/** The answer, or an error as soon as it takes too long. */
async function within<T>(work: Promise<T>, what: string, clock: Clock, signal: AbortSignal): Promise<T> {
  const over = new AbortController();
  const either = AbortSignal.any([over.signal, signal]);
  const late = clock.sleep(POD_MS + GRACE_MS, either).then(
    () => {
      throw new Error(`${what}: no answer in ${POD_MS / 1000} s`);
    },
    () => new Promise<never>(() => undefined),
  );
  try {
    return await Promise.race([work, late]);
  } finally {
    over.abort();
  }
}
