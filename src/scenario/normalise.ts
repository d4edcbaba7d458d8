import {isFields, type Fields} from '../base/json.js';
import type {KubeObject} from '../drivers/kube/kube.js';

/** Set by programs on behalf of a person, or by controllers: no part of what was declared. */
const PASSING_ANNOTATIONS = [
  'kubectl.kubernetes.io/last-applied-configuration',
  'kubectl.kubernetes.io/restartedAt',
  'deployment.kubernetes.io/revision',
  'deprecated.daemonset.template.generation',
  'control-plane.alpha.kubernetes.io/leader',
  'kubernetes.io/service-account.uid',
];

const SERVICE_ACCOUNT_TOKEN = 'kubernetes.io/service-account-token';

/**
 * What was declared of an object: without status, identity, times, and what controllers fill in. Values of a
 * Secret go through `digest`; of a token that the cluster makes only the names of its values are left.
 */
export function normalised(object: KubeObject, digest: (text: string) => string): unknown {
  const {metadata, kind} = object;
  const declared = {labels: metadata.labels ?? {}, annotations: withoutPassing(metadata.annotations)};
  if (kind === 'Namespace' || kind === 'Pod') return {metadata: {labels: metadata.labels ?? {}}};
  if (kind === 'Node') return nodeOf(object);
  if (kind === 'Secret') return {metadata: declared, type: object['type'], data: secretData(object, digest)};
  const rest = Object.entries(object).filter(
    ([key]) => !['apiVersion', 'kind', 'metadata', 'status'].includes(key),
  );
  return {metadata: declared, ...(cleaned(Object.fromEntries(rest)) as object)};
}

function nodeOf(node: KubeObject): unknown {
  const {unschedulable, taints} = (node['spec'] ?? {}) as Fields;
  return {metadata: {labels: node.metadata.labels ?? {}}, spec: {unschedulable, taints}};
}

function secretData(secret: KubeObject, digest: (text: string) => string): unknown {
  const data = (secret['data'] ?? {}) as Readonly<Record<string, string>>;
  const value = (text: string): string => (secret['type'] === SERVICE_ACCOUNT_TOKEN ? 'made' : digest(text));
  return Object.fromEntries(Object.entries(data).map(([key, text]) => [key, value(text)]));
}

function withoutPassing(annotations: Readonly<Record<string, string>> = {}): Fields {
  return Object.fromEntries(
    Object.entries(annotations).filter(([key]) => !PASSING_ANNOTATIONS.includes(key)),
  );
}

/** Without what stands for nothing, and without the passing annotations of pod templates. */
function cleaned(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(cleaned);
  if (typeof value !== 'object' || value === null) return value;
  const parts = Object.entries(value)
    .filter(([key]) => !PASSING_ANNOTATIONS.includes(key) && key !== 'creationTimestamp')
    .map(([key, part]) => [key, cleaned(part)] as const)
    .filter(([, part]) => part !== null && !isEmptyMapping(part));
  return Object.fromEntries(parts);
}

function isEmptyMapping(value: unknown): boolean {
  return isFields(value) && Object.values(value).every((part) => part === undefined);
}
