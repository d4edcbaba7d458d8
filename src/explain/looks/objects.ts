import type {KubeObject, Selector} from '../../drivers/kube/kube.js';

/** A part of an object as a mapping, e.g. `spec`; empty where there is none. */
export function part(object: KubeObject | undefined, name: string): Readonly<Record<string, unknown>> {
  const found = object?.[name];
  return typeof found === 'object' && found !== null ? (found as Record<string, unknown>) : {};
}

/** The data of a Secret or ConfigMap. */
export function dataOf(object: KubeObject | undefined): Readonly<Partial<Record<string, string>>> {
  return part(object, 'data') as Partial<Record<string, string>>;
}

export function labelsOf({metadata}: KubeObject): Readonly<Partial<Record<string, string>>> {
  return metadata.labels ?? {};
}

export function nameOf({metadata: {namespace, name}}: KubeObject): string {
  return namespace === undefined ? name : `${namespace}/${name}`;
}

export function named(
  objects: readonly KubeObject[],
  name: string,
  namespace?: string,
): KubeObject | undefined {
  return objects.find(
    ({metadata}) => metadata.name === name && (namespace === undefined || metadata.namespace === namespace),
  );
}

/** Whether labels fit a selector; an empty selector fits everything. */
export function fits(labels: Readonly<Partial<Record<string, string>>>, selector: Selector): boolean {
  return Object.entries(selector).every(([key, value]) => labels[key] === value);
}

/** `app=catalog,version=v1`, or `nothing`. */
export function selectorText(selector: Selector): string {
  const pairs = Object.entries(selector).map(([key, value]) => `${key}=${value}`);
  return pairs.length === 0 ? 'nothing' : pairs.sort().join(',');
}
