import {drift} from '../../../drivers/kube/drift.js';
import type {KubeObject, KubeRef} from '../../../drivers/kube/kube.js';

/**
 * What of a patch does not hold in an object. What the patch does not name may be anything, as with a manifest; what
 * it names with `$patch: delete` (strategic merge) must be gone.
 */
export function patchDrift(
  ref: KubeRef,
  change: Readonly<Record<string, unknown>>,
  live: KubeObject,
): string[] {
  const kept = withoutDeletions(change) as Readonly<Record<string, unknown>>;
  const wanted: KubeObject = {...ref, ...kept, metadata: {...ref.metadata, ...fieldsOf(kept['metadata'])}};
  return [...drift(wanted, live), ...stillThere(change, live, '')];
}

/** Keys that begin with `$` and are not `$patch: delete`: what they ask for is not looked for. */
export function unknownDirectives(change: unknown): readonly string[] {
  if (typeof change !== 'object' || change === null) return [];
  return Object.entries(change).flatMap(([key, value]) =>
    key.startsWith('$') && !(key === '$patch' && value === 'delete') ? [key] : unknownDirectives(value),
  );
}

function withoutDeletions(change: unknown): unknown {
  if (Array.isArray(change)) return change.filter((item) => !isDeletion(item)).map(withoutDeletions);
  if (typeof change !== 'object' || change === null) return change;
  const kept = Object.entries(change).filter(([, value]) => !isDeletion(value));
  return Object.fromEntries(kept.map(([key, value]) => [key, withoutDeletions(value)]));
}

function stillThere(change: unknown, live: unknown, path: string): string[] {
  if (Array.isArray(change)) {
    const items: readonly unknown[] = Array.isArray(live) ? live : [];
    return change.flatMap((item: unknown) => {
      const found = items.find((candidate) => matches(candidate, item));
      return found === undefined ? [] : stillThere(item, found, `${path}[${labelOf(item)}]`);
    });
  }
  if (isDeletion(change)) return live === undefined || live === null ? [] : [`${path} is still there`];
  return Object.entries(fieldsOf(change)).flatMap(([key, value]) =>
    stillThere(value, fieldsOf(live)[key], path === '' ? key : `${path}.${key}`),
  );
}

/** A thing to be deleted is named by all that stands beside the directive; another one by its name. */
function matches(candidate: unknown, item: unknown): boolean {
  const {name, ...others} = fieldsOf(item);
  const keys = isDeletion(item) ? Object.entries({name, ...others}) : [['name', name] as const];
  const named = keys.filter(([key, value]) => key !== '$patch' && value !== undefined);
  return named.length > 0 && named.every(([key, value]) => fieldsOf(candidate)[key] === value);
}

function labelOf(item: unknown): string {
  const named = Object.entries(fieldsOf(item)).find(([key]) => key !== '$patch');
  return String(named?.[1]);
}

function isDeletion(value: unknown): boolean {
  return fieldsOf(value)['$patch'] === 'delete';
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}
