/** Any Kubernetes object, as read from YAML. */
export interface KubeObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly creationTimestamp?: string;
    /** Since when it is being deleted; it stays until its finalizers are through. */
    readonly deletionTimestamp?: string;
  };
  readonly [field: string]: unknown;
}

/** What names an object. */
export type KubeRef = Pick<KubeObject, 'apiVersion' | 'kind'> & {
  readonly metadata: {readonly name: string; readonly namespace?: string};
};

export type Selector = Readonly<Record<string, string>>;

export interface PodExecOptions {
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
}

/** A line of a log, with the moment at which the container runtime took it, in milliseconds since 1970. */
export interface StampedLine {
  readonly at: number;
  readonly text: string;
}

/** The API server of one cluster. Failures are KUBE-… errors: status, the server's own message. */
export interface Kube {
  /** True when the API server says that it is ready. */
  ready(signal: AbortSignal): Promise<boolean>;
  get(ref: KubeRef): Promise<KubeObject | undefined>;
  list(
    apiVersion: string,
    kind: string,
    where?: {namespace?: string; labels?: Selector},
  ): Promise<readonly KubeObject[]>;
  /** Server-side apply in the order given; neighbours of one kind go at once. */
  apply(objects: readonly KubeObject[]): Promise<void>;
  /** Puts the object in place of the one that is there, whole: what it does not name is gone. Makes it where there is none. */
  replace(object: KubeObject): Promise<void>;
  /**
   * Makes the object where there is none; leaves it alone otherwise. For a Service that asks for a nodePort: where an apply
   * is ended while the API server makes the object, it keeps the port from everybody for up to nine minutes, and gives it
   * back where that befalls a create (`finishCreate` in the generic store of its source).
   */
  createOnce(object: KubeObject): Promise<void>;
  /** Answers with what the server makes of it; for reviews, which it answers and does not keep. */
  create(
    object: Pick<KubeObject, 'apiVersion' | 'kind'> & {readonly spec: object},
  ): Promise<Readonly<Record<string, unknown>>>;
  /** Strategic merge patch (merge patch for custom resources). */
  patch(ref: KubeRef, change: object): Promise<void>;
  /** No error where it is not there. A pod that is told to go within so many seconds does not take its own time. */
  remove(ref: KubeRef, within?: {readonly graceSeconds: number}): Promise<void>;
  /** Runs a command in a container of a pod. */
  exec(
    command: readonly string[],
    options: PodExecOptions,
  ): Promise<{exitCode: number; stdout: string; stderr: string}>;
  logs(namespace: string, pod: string, container: string, sinceSeconds?: number): Promise<string>;
  /** The lines that a container wrote from a moment on, in milliseconds since 1970, each with its own; at most the last so many. */
  logLines(
    namespace: string,
    pod: string,
    container: string,
    fromMs: number,
    most?: number,
  ): Promise<readonly StampedLine[]>;
}

/** A Kube for a kubeconfig file; files are read at the first use and again when they change. */
export type KubeFor = (kubeconfig: string) => Kube;
