import type {KubeObject} from './kube.js';

/** Filled in by a controller at run time, so what a manifest says there is only a placeholder. */
const OWNED_BY_CONTROLLERS = new Set(['caBundle', 'status', 'creationTimestamp']);

/**
 * Where a live object differs from what a manifest wants, as dotted paths with both values. Fields that the
 * manifest does not name are the server's business; empty values equal absent ones.
 */
export function drift(wanted: KubeObject, live: KubeObject): string[] {
  const {data, ...rest} = withEncodedData(wanted);
  if (wanted.kind !== 'Secret') return differences(withEncodedData(wanted), live, '');
  return [...differences(rest, live, ''), ...secretDifferences(data, live['data'])];
}

/** Of a Secret only which values differ; the values are told to nobody. */
function secretDifferences(wanted: unknown, live: unknown): string[] {
  const fields = (live ?? {}) as Readonly<Record<string, unknown>>;
  return Object.entries(wanted ?? {})
    .filter(([key, value]) => differences(value, fields[key], '').length > 0)
    .map(([key]) => `data.${key} is ${fields[key] === undefined ? 'not there' : 'another value'}`);
}

function differences(wanted: unknown, live: unknown, path: string): string[] {
  if (isEmpty(wanted) && isEmpty(live)) return [];
  if (Array.isArray(wanted)) return listDifferences(wanted, live, path);
  if (typeof wanted === 'object' && wanted !== null) {
    const fields = (typeof live === 'object' && live !== null ? live : {}) as Record<string, unknown>;
    return Object.entries(wanted)
      .filter(([key]) => !OWNED_BY_CONTROLLERS.has(key))
      .flatMap(([key, value]) => differences(value, fields[key], path === '' ? key : `${path}.${key}`));
  }
  return same(wanted, live) ? [] : [`${path} is ${JSON.stringify(live)}, not ${JSON.stringify(wanted)}`];
}

/** Lists of named things are matched by name, as the server merges them; others by place. */
function listDifferences(wanted: readonly unknown[], live: unknown, path: string): string[] {
  const items: readonly unknown[] = Array.isArray(live) ? live : [];
  const names = wanted.map(nameOf);
  if (names.every((name) => name !== undefined) && new Set(names).size === names.length) {
    return wanted.flatMap((item, index) => {
      const match = items.find((candidate) => nameOf(candidate) === names[index]);
      return differences(item, match, `${path}[${names[index]}]`);
    });
  }
  if (items.length !== wanted.length) return [`${path} has ${items.length} items, not ${wanted.length}`];
  return wanted.flatMap((item, index) => differences(item, items[index], `${path}[${index}]`));
}

/** A volume may be mounted in several places, each with its name: there the place is what the server merges by. */
function nameOf(item: unknown): string | undefined {
  const {name, mountPath} = (item ?? {}) as {name?: unknown; mountPath?: unknown};
  const key = mountPath ?? name;
  return typeof key === 'string' ? key : undefined;
}

function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null || value === '' || value === false || value === 0) return true;
  return typeof value === 'object' && Object.values(value).every(isEmpty);
}

/** The server writes quantities in its own way: 0.1 comes back as 100m. */
function same(wanted: unknown, live: unknown): boolean {
  if (wanted === live || String(wanted) === String(live)) return true;
  const quantities = [wanted, live].map(quantity);
  return quantities[0] !== undefined && quantities[0] === quantities[1];
}

const FACTORS: Readonly<Record<string, number>> = {
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
};

function quantity(value: unknown): number | undefined {
  const match = /^(\d+(?:\.\d+)?)([a-zA-Z]*)$/.exec(String(value));
  if (match === null) return undefined;
  const [, digits, unit = ''] = match;
  const factor = unit === '' ? 1 : FACTORS[unit];
  return factor === undefined ? undefined : Number(digits) * factor;
}

/** A Secret's stringData is write-only: it comes back as data, in base64. */
function withEncodedData(object: KubeObject): KubeObject {
  const {stringData, ...rest} = object;
  if (stringData === undefined) return object;
  const encoded = Object.entries(stringData as Record<string, string>).map(
    ([key, value]) => [key, Buffer.from(value).toString('base64')] as const,
  );
  return {
    ...rest,
    data: {...(object['data'] as object | undefined), ...Object.fromEntries(encoded)},
  };
}
