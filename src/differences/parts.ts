import {createHash} from 'node:crypto';
import {XDS_SECTIONS, type InstalledObject, type Parts, type ProxyConfiguration} from './state.js';

/** A value with the keys of every mapping in their order, so that equal ones have equal texts. */
export function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, part]) => part !== undefined);
  entries.sort(([one], [other]) => (one < other ? -1 : one > other ? 1 : 0));
  return Object.fromEntries(entries.map(([key, part]) => [key, sorted(part)]));
}

/** Of a text: enough of SHA-256 to tell some ten thousand parts apart. */
export function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 20);
}

export interface PartStore {
  /** Keeps a value whose keys are in order; answers with its digest. */
  put(value: unknown): string;
  /** Keeps a value whose digest is known. */
  keep(name: string, value: unknown): string;
  get(name: string): unknown;
  /** Those that anything of these means. */
  of(proxies: readonly ProxyConfiguration[], objects: readonly InstalledObject[]): Parts;
}

export function partStore(): PartStore {
  const kept = new Map<string, unknown>();
  const keep = (name: string, value: unknown): string => {
    if (!kept.has(name)) kept.set(name, value);
    return name;
  };
  return {
    keep,
    get: (name) => kept.get(name),
    put: (value) => keep(digest(JSON.stringify(value)), value),
    of: (proxies, objects) =>
      Object.fromEntries([...new Set(meant(proxies, objects))].map((name) => [name, kept.get(name)])),
  };
}

/** The digests that proxies and objects mean. */
export function meant(
  proxies: readonly ProxyConfiguration[],
  objects: readonly InstalledObject[],
): readonly string[] {
  return [
    ...proxies.flatMap((proxy) => [
      proxy.bootstrap,
      ...XDS_SECTIONS.flatMap((section) => Object.values(proxy[section])),
    ]),
    ...objects.map(({part}) => part),
  ];
}

/** Makes something of each different value once: many proxies have most of what they have alike. */
export function onceEach(make: (value: unknown) => string): (value: unknown) => string {
  const known = new Map<string, string>();
  return (value) => {
    const text = digest(JSON.stringify(value));
    const found = known.get(text) ?? make(value);
    known.set(text, found);
    return found;
  };
}
