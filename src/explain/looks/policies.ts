import type {KubeObject} from '../../drivers/kube/kube.js';
import {ISTIO_SYSTEM} from '../../plan/plan.js';
import {fits, part} from './objects.js';

interface PolicySpec {
  readonly selector?: {readonly matchLabels?: Readonly<Record<string, string>>};
  readonly action?: string;
  readonly rules?: readonly {
    readonly from?: readonly {readonly source?: {readonly principals?: readonly string[]}}[];
  }[];
}

export function selectorOf(policy: KubeObject): Readonly<Record<string, string>> {
  return (part(policy, 'spec') as PolicySpec).selector?.matchLabels ?? {};
}

/** Whether a policy is about a pod: in its namespace, or, from Istio's root namespace, in all. */
export function isSelected(
  policy: KubeObject,
  pod: {readonly namespace: string; readonly labels: Readonly<Partial<Record<string, string>>>},
): boolean {
  const {namespace: place} = policy.metadata;
  return (place === pod.namespace || place === ISTIO_SYSTEM) && fits(pod.labels, selectorOf(policy));
}

/** Where such a policy is about a pod, whomever no rule of any of them lets in is refused. */
export function allows(policy: KubeObject): boolean {
  return ((part(policy, 'spec') as PolicySpec).action ?? 'ALLOW') === 'ALLOW';
}

/** Those that an ALLOW policy lets in. */
export function principalsOf(policy: KubeObject): readonly string[] {
  const {rules = []} = part(policy, 'spec') as PolicySpec;
  if (!allows(policy)) return [];
  return rules.flatMap(({from = []}) => from.flatMap(({source}) => source?.principals ?? []));
}
