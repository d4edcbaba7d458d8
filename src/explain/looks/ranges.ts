import {rangeOf, type AddressRange} from '../../scenario/addresses.js';

/** How many addresses it has. */
export function sizeOf({first, last}: AddressRange): number {
  return Math.max(0, last - first + 1);
}

export function within(inner: AddressRange, outer: AddressRange): boolean {
  return outer.first <= inner.first && inner.last <= outer.last;
}

/** Whether two ranges, as they are written, share an address. */
export function sharing(one: string, other: string): boolean {
  const [a, b] = [rangeOf(one), rangeOf(other)];
  return a !== undefined && b !== undefined && a.first <= b.last && b.first <= a.last;
}
