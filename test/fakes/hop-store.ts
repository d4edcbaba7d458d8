import type {Kube, KubeObject, KubeRef, Selector} from '../../src/drivers/kube/kube.js';

/** What one cluster keeps, by kind, namespace and name. */
export class HopStore {
  readonly objects = new Map<string, KubeObject>();

  get(ref: KubeRef): KubeObject | undefined {
    return this.objects.get(keyOf(ref));
  }

  /** Objects of a kind, or of all. */
  list(kind?: string, labels: Selector = {}, namespace?: string): readonly KubeObject[] {
    return [...this.objects.values()].filter(
      (one) =>
        (kind === undefined || one.kind === kind) &&
        (namespace === undefined || one.metadata.namespace === namespace) &&
        Object.entries(labels).every(([key, value]) => one.metadata.labels?.[key] === value),
    );
  }

  /** As a server-side apply: what is not named stays, lists of named things are merged by name or port. */
  apply(object: KubeObject): void {
    const key = keyOf(object);
    this.objects.set(key, merged(this.objects.get(key) ?? {}, object) as KubeObject);
  }

  remove(ref: KubeRef): void {
    this.objects.delete(keyOf(ref));
  }

  reading(): Pick<Kube, 'get' | 'list'> {
    return {
      get: (ref) => Promise.resolve(this.get(ref)),
      list: (_apiVersion, kind, {namespace, labels} = {}) =>
        Promise.resolve(this.list(kind, labels, namespace)),
    };
  }
}

export function keyOf({kind, metadata: {namespace = '', name}}: KubeRef): string {
  return `${kind} ${namespace}/${name}`;
}

type Fields = Readonly<Record<string, unknown>>;

function merged(live: unknown, wanted: unknown): unknown {
  if (Array.isArray(live) && Array.isArray(wanted)) return mergedLists(live, wanted);
  if (!isFields(live) || !isFields(wanted)) return wanted;
  const keys = [...new Set([...Object.keys(live), ...Object.keys(wanted)])];
  return Object.fromEntries(
    keys.map((key) => [key, key in wanted ? merged(live[key], wanted[key]) : live[key]]),
  );
}

function mergedLists(live: readonly unknown[], wanted: readonly unknown[]): unknown {
  const nameOf = (one: unknown): unknown => (isFields(one) ? (one['port'] ?? one['name']) : undefined);
  return wanted.map((one) => {
    const known = live.find((other) => nameOf(other) !== undefined && nameOf(other) === nameOf(one));
    return known === undefined ? one : merged(known, one);
  });
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
