import {EVERY_HOP} from './every-hop.js';
import {MINORS, type KnownChange, type Minor} from './known.js';
import {MISHAPS} from './mishaps.js';
import {TO_1_17} from './to-1-17.js';
import {TO_1_18_WRITTEN} from './to-1-18-written.js';
import {TO_1_18} from './to-1-18.js';
import {TO_1_19} from './to-1-19.js';
import {TO_1_20_WRITTEN} from './to-1-20-written.js';
import {TO_1_20} from './to-1-20.js';

/** Everything that is known to be otherwise, in the order of the hops. */
export const KNOWN_CHANGES: readonly KnownChange[] = [
  ...TO_1_17,
  ...TO_1_18,
  ...TO_1_18_WRITTEN,
  ...TO_1_19,
  ...TO_1_20,
  ...TO_1_20_WRITTEN,
  ...EVERY_HOP,
];

/** Every name that a difference can be recognised by. */
export const KNOWN_NAMES: readonly string[] = [...KNOWN_CHANGES, ...MISHAPS].map(({name}) => name);

/** The minor releases between two versions, older first, and whether the way goes back; none for a hop within a minor. */
export function minorsBetween(
  from: string,
  to: string,
): {readonly minors: readonly Minor[]; readonly back: boolean} {
  const [one, other] = [minorOf(from), minorOf(to)];
  const [low, high] = [Math.min(one, other), Math.max(one, other)];
  const minors = MINORS.filter((minor) => minorOf(minor) > low && minorOf(minor) <= high);
  return {minors, back: other < one};
}

function minorOf(version: string): number {
  const [, minor = Number.NaN] = version.split('.').map(Number);
  return minor;
}

/** What is known of a hop. */
export function knownOf(from: string, to: string): readonly KnownChange[] {
  const {minors} = minorsBetween(from, to);
  return KNOWN_CHANGES.filter((change) => change.in.some((minor) => minors.includes(minor)));
}
