import type {Seen} from '../compare/difference.js';
import {textOf} from './signs.js';

const POD = /<pod of ([^>]+)>/g;

/** Whether something on this side of a difference is a pod of another cluster than the proxy's own, by its own address. */
export function ofOtherCluster({cluster}: Seen, side: unknown): boolean {
  return [...textOf(side).matchAll(POD)].some(([, owner]) => owner !== cluster);
}
