import {createHash} from 'node:crypto';
import {EastwestError, EXIT} from '../base/errors.js';

/** The largest seed that is chosen by itself: short enough to be told to a neighbour. */
export const SEEDS = 1_000_000;

/**
 * Chooses one of several by a seed and a word for what is chosen. The same seed chooses the same one, on any machine
 * and in any order of asking.
 */
export function chosen<T>(of: readonly T[], seed: number, what: string): T {
  const digest = createHash('sha256').update(`${seed} ${what}`).digest();
  const found = of[digest.readUInt32BE(0) % Math.max(of.length, 1)];
  if (found === undefined) throw new RangeError(`nothing to choose from: ${what}`);
  return found;
}

/**
 * Reads a seed as it is typed.
 *
 * @throws SEED-BAD
 */
export function seedOf(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new EastwestError(`--seed ${text} is no seed; expected a whole number of at most 9 digits`, {
    code: 'SEED-BAD',
    exitCode: EXIT.usage,
  });
}
