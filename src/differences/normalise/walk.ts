import {isFields, stringAt, type Fields} from '../../base/json.js';

/** What is done to a value on the way through it; each answers with what stands in its place. */
export interface Visitor {
  /** A text, and the nearest key above it. */
  readonly text: (text: string, key: string) => string;
  /** A mapping, after its parts; undefined takes it out. */
  readonly fields?: (fields: Fields, key: string) => unknown;
  /** Whether a key is left out, with all that is below it. */
  readonly skips?: (key: string) => boolean;
}

/**
 * Lists whose order has no meaning to who reads them: Envoy looks for the most specific match, Kubernetes for a name. The
 * order of filters, of routes and of arguments has one.
 */
const UNORDERED = new Set([
  ...['domains', 'virtual_hosts', 'filter_chains', 'server_names', 'application_protocols'],
  ...['prefix_ranges', 'source_prefix_ranges', 'match_subject_alt_names', 'match_typed_subject_alt_names'],
  ...['custom_tags', 'endpoints', 'lb_endpoints', 'services', 'statuses', 'principals', 'permissions', 'ids'],
  ...['rules', 'verbs', 'resources', 'apiGroups', 'resourceNames', 'subjects', 'imagePullSecrets'],
  ...['webhooks', 'env', 'volumes', 'volumeMounts', 'ports', 'matchExpressions', 'values', 'operations'],
  ...['apiVersions', 'tolerations', 'hosts', 'subsets', 'addresses', 'ipFamilies', 'extensionProviders'],
]);

/** What stands in the place of a value; the value itself where nothing of it is changed. */
export function walked(value: unknown, visitor: Visitor, key = ''): unknown {
  if (typeof value === 'string') return visitor.text(value, key);
  if (Array.isArray(value)) return walkedItems(value, visitor, key);
  return isFields(value) ? walkedFields(value, visitor, key) : value;
}

function walkedItems(items: readonly unknown[], visitor: Visitor, key: string): readonly unknown[] {
  const found = items.map((item) => walked(item, visitor, key));
  const same = found.every((item, index) => item === items[index]);
  const kept = same ? items : found.filter((item) => item !== undefined);
  if (key === 'args') return flagged(kept);
  return UNORDERED.has(key) ? asSet(kept) : kept;
}

function walkedFields(value: Fields, visitor: Visitor, key: string): unknown {
  let changed: Record<string, unknown> | undefined;
  for (const name of Object.keys(value)) {
    const part = value[name];
    const found = visitor.skips?.(name) === true ? undefined : walked(part, visitor, name);
    if (found === part) continue;
    changed ??= {...value};
    if (found === undefined) Reflect.deleteProperty(changed, name);
    else changed[name] = found;
  }
  const fields = changed ?? value;
  return visitor.fields === undefined ? fields : visitor.fields(fields, key);
}

/** Each once, in an order of their own: by their names where these tell them apart, or by all that they say. */
export function asSet(items: readonly unknown[]): readonly unknown[] {
  if (items.length < 2) return items;
  const names = items.map((item) => (typeof item === 'string' ? item : stringAt(item, 'name')));
  if (isDistinct(names)) return inOrderOf(names, items);
  const distinct = new Map(items.map((item) => [JSON.stringify(item), item] as const));
  // Without those that were there twice names may be enough.
  if (distinct.size < items.length) return asSet([...distinct.values()]);
  return inOrderOf([...distinct.keys()], items);
}

function isDistinct(names: readonly string[]): boolean {
  return !names.includes('') && new Set(names).size === names.length;
}

/** The items themselves where they are in order already. */
function inOrderOf(keys: readonly string[], items: readonly unknown[]): readonly unknown[] {
  if (keys.every((key, index) => index === 0 || (keys[index - 1] ?? '') < key)) return items;
  const byKey = new Map(keys.map((key, index) => [key, items[index]] as const));
  return [...byKey].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, item]) => item);
}

/** Arguments of a program, a flag and its value as one. */
function flagged(items: readonly unknown[]): readonly unknown[] {
  const found: unknown[] = [];
  for (const item of items) {
    const last = found.at(-1);
    const isValue = typeof item === 'string' && !item.startsWith('-');
    if (isValue && typeof last === 'string' && /^--?[\w-]+$/.test(last))
      found[found.length - 1] = `${last} ${item}`;
    else found.push(item);
  }
  return found;
}
