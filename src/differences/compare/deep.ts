import {isFields, stringAt, type Fields} from '../../base/json.js';

/** One place in which two values are not the same. */
export interface Change {
  /** `filter_chains[].filters[name].typed_config`; '' for the whole. */
  readonly path: string;
  /** Undefined where there was nothing. */
  readonly before: unknown;
  readonly after: unknown;
}

/** Lists whose items are places of one kind: a cause shows in many of them, so their names are no part of the path. */
const PLACES = new Set(['filter_chains', 'virtual_hosts', 'endpoints', 'lb_endpoints', 'routes', 'rules']);
/** Lists in which the order of what has names says what comes first. */
const ORDERED = new Set(['filters', 'http_filters', 'listener_filters', 'initContainers']);

/** Where two values differ, each difference as deep as it goes. Pure. */
export function changes(before: unknown, after: unknown, path = '', key = ''): readonly Change[] {
  if (before === after) return NONE;
  if (isFields(before) && isFields(after)) return changesOfFields(before, after, path);
  if (Array.isArray(before) && Array.isArray(after))
    return isSame(before, after) ? NONE : changesOfLists(before, after, path, key);
  return [{path, before, after}];
}

const NONE: readonly Change[] = [];

/** Most of two large configurations is the same: it is passed by without making anything. */
function changesOfFields(before: Fields, after: Fields, path: string): readonly Change[] {
  const found: Change[] = [];
  const compare = (key: string): void => {
    const [one, other] = [before[key], after[key]];
    if (one === other) return;
    for (const change of changes(one, other, path === '' ? key : `${path}.${key}`, key)) found.push(change);
  };
  for (const key of Object.keys(before)) compare(key);
  for (const key of Object.keys(after)) if (!(key in before)) compare(key);
  return found;
}

function isSame(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (Array.isArray(one))
    return (
      Array.isArray(other) &&
      one.length === other.length &&
      one.every((item, index) => isSame(item, other[index]))
    );
  if (!isFields(one) || !isFields(other)) return false;
  const keys = Object.keys(one);
  return keys.length === Object.keys(other).length && keys.every((key) => isSame(one[key], other[key]));
}

function changesOfLists(
  before: readonly unknown[],
  after: readonly unknown[],
  path: string,
  key: string,
): readonly Change[] {
  const [one, other] = [before, after].map((items) => namesOf(items, key));
  if (one === undefined || other === undefined) return changesOfUnnamed(before, after, path);
  const names = [...new Set([...one, ...other])];
  const found = names.flatMap((name) =>
    changes(before[one.indexOf(name)], after[other.indexOf(name)], `${path}[${PLACES.has(key) ? '' : name}]`),
  );
  return ORDERED.has(key) ? [...found, ...orderChange(one, other, path)] : found;
}

/** Of items that are not named: what only one list has; where it is one each, they are taken for the same item. */
function changesOfUnnamed(
  before: readonly unknown[],
  after: readonly unknown[],
  path: string,
): readonly Change[] {
  const [one, other] = [before, after].map(
    (items) => new Map(items.map((item) => [JSON.stringify(item), item])),
  );
  const gone = [...(one ?? [])].filter(([text]) => other?.has(text) === false).map(([, item]) => item);
  const come = [...(other ?? [])].filter(([text]) => one?.has(text) === false).map(([, item]) => item);
  if (gone.length === 0 && come.length === 0) {
    return JSON.stringify(before) === JSON.stringify(after) ? [] : [{path, before, after}];
  }
  const place = `${path}[]`;
  if (gone.length === 1 && come.length === 1) return changes(gone[0], come[0], place);
  if (gone.length === come.length && gone.every(isFields))
    return gone.flatMap((item, index) => changes(item, come[index], place));
  return [
    ...gone.map((item) => ({path: place, before: item, after: undefined})),
    ...come.map((item) => ({path: place, before: undefined, after: item})),
  ];
}

/** The names of all items, each its own; undefined where one has none. */
function namesOf(items: readonly unknown[], key: string): readonly string[] | undefined {
  const counts = new Map<string, number>();
  const names = items.map((item) => {
    const name = nameOf(item, key);
    if (name === '') return '';
    const count = (counts.get(name) ?? 0) + 1;
    counts.set(name, count);
    return count === 1 ? name : `${name} ${count}`;
  });
  return names.includes('') ? undefined : names;
}

function nameOf(item: unknown, key: string): string {
  const name = stringAt(item, 'name') || stringAt(item, 'tag') || stringAt(item, 'mountPath');
  // Several chains of a listener have the name of their port; what they are for says which is which.
  const match =
    key === 'filter_chains' && isFields(item) ? JSON.stringify(item['filter_chain_match'] ?? {}) : '';
  return key === 'filter_chains' ? `${name} ${match}` : name;
}

function orderChange(one: readonly string[], other: readonly string[], path: string): readonly Change[] {
  const [before, after] = [
    one.filter((name) => other.includes(name)),
    other.filter((name) => one.includes(name)),
  ].map((names) => names.join(', '));
  return before === after ? [] : [{path: `${path}(order)`, before, after}];
}
