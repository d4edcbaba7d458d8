import type {Call} from '../../scenario/measured.js';
import type {ClusterFacts} from '../../scenario/result.js';

/** Who answered a call, as far as the answer says. */
export interface Responder {
  /** Name of the lab's cluster; undefined where the answer does not tell it. */
  readonly cluster: string | undefined;
  /** The workload, or what stands in its place. */
  readonly who: string;
  /** Name of the pod; '' where the answer does not tell it. */
  readonly pod: string;
  readonly status: number;
  readonly error: string | undefined;
}

/** The headers in which the lab's workloads sign their answers, `NAME@pod`; the innermost comes first. */
const SIGNATURES = ['x-catalog-served-by', 'x-served-by'] as const;

/** A Deployment's pod is named after it: its name, the hash of its template, five letters. */
const POD_SUFFIX = /^-[a-z0-9]{6,10}-[a-z0-9]{5}$/;

export function responderOf({headers, status, error}: Call, clusters: readonly ClusterFacts[]): Responder {
  const signed = SIGNATURES.flatMap((name) => headers[name] ?? []);
  const [innermost, outer] = signed.map((signature) => signature.split('@'));
  const [name = '', pod = ''] = innermost ?? [];
  if (error !== undefined && innermost === undefined)
    return {cluster: undefined, who: 'no answer', pod, status, error};
  if (innermost === undefined) return {cluster: undefined, who: 'a proxy', pod, status, error};
  const who = outer?.[0] === undefined ? name : `${name} via ${outer[0]}`;
  return {cluster: clusterOfPod(pod, clusters), who, pod, status, error};
}

/** The one cluster that has a Deployment of such a pod. */
function clusterOfPod(pod: string, clusters: readonly ClusterFacts[]): string | undefined {
  const owners = clusters.filter(({deployments}) =>
    deployments.some((name) => pod.startsWith(name) && POD_SUFFIX.test(pod.slice(name.length))),
  );
  return owners.length === 1 ? owners[0]?.name : undefined;
}

/** A call that did not do what its caller wanted: no answer, or an error. */
export function isBad({status, error}: Pick<Responder, 'status' | 'error'>): boolean {
  return error !== undefined || status >= 400 || status === 0;
}
