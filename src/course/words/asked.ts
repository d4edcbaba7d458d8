import type {Asked, Measured} from '../../scenario/index.js';

/** What every language says in a word of its own: all, or none, of a known number. */
export function wholeOrNone({operator, count, of}: Asked): 'all' | 'none' | undefined {
  if (of === undefined) return undefined;
  if (count === of && (operator === '==' || operator === '>=')) return 'all';
  return count === 0 && (operator === '==' || operator === '<=') ? 'none' : undefined;
}

/** The kind of thing that `count` counts. */
export function countedAs(kind: Measured['kind']): 'endpoints' | 'names' | 'proxies' {
  if (kind === 'endpoints' || kind === 'names' || kind === 'proxies') return kind;
  throw new TypeError(`${kind} cannot be counted; the parser should have refused it`);
}

/** Names as they are written, apart from the sentence around them. */
export function nameList(names: readonly string[] = []): readonly string[] {
  return names.map((name) => `\`${name}\``);
}
