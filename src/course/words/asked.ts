import type {Asked, Measured} from '../../scenario/index.js';

/** What every language says in a word of its own: all, or none, of a known number. */
export function wholeOrNone({operator, count, of}: Asked): 'all' | 'none' | undefined {
  if (of === undefined) return undefined;
  if (count === of && (operator === '==' || operator === '>=')) return 'all';
  return count === 0 && (operator === '==' || operator === '<=') ? 'none' : undefined;
}

const COUNTED = ['endpoints', 'names', 'proxies', 'listeners', 'objects'] as const;

/** The kind of thing that `count` counts. */
export function countedAs(kind: Measured['kind']): (typeof COUNTED)[number] {
  const counted = COUNTED.find((known) => known === kind);
  if (counted !== undefined) return counted;
  throw new TypeError(`${kind} cannot be counted; the parser should have refused it`);
}

/** Names as they are written, apart from the sentence around them. */
export function nameList(names: readonly string[] = []): readonly string[] {
  return names.map((name) => `\`${name}\``);
}

/** Fields as they are written in the scenario, e.g. `isCa: true`. */
export function fieldsList(fields: object): readonly string[] {
  return Object.entries(fields)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `\`${key}: ${typeof value === 'string' ? value : JSON.stringify(value)}\``);
}

/** The same in brackets, or nothing. */
export function fieldsText(fields: object): string {
  const list = fieldsList(fields);
  return list.length === 0 ? '' : ` (${list.join(', ')})`;
}
