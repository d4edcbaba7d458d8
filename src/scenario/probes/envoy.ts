/** A field of something from Envoy's admin interface, by its name in JSON or in proto. */
export function fieldOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  const fields = value as Record<string, unknown>;
  return fields[name] ?? fields[name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)];
}

/** A field that is a text, or ''. */
export function textOf(value: unknown, name: string): string {
  const field = fieldOf(value, name);
  return typeof field === 'string' ? field : '';
}

/** The elements of a list, also where it is wrapped in a mapping under one of these names. */
export function listOf(value: unknown, ...wrappers: readonly string[]): readonly unknown[] {
  if (Array.isArray(value)) return value;
  for (const name of wrappers) {
    const inner = fieldOf(value, name);
    if (Array.isArray(inner)) return inner;
  }
  return [];
}

/** The service and port in one of Istio's names, `outbound|80||catalog.istioinaction.svc.cluster.local`. */
export function outboundOf(name: string): {port: number; subset: string; host: string} | undefined {
  const [direction, port, subset, host] = name.split('|');
  if (direction !== 'outbound' || port === undefined || subset === undefined || host === undefined)
    return undefined;
  return {port: Number(port), subset, host};
}
