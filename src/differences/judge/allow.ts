import {EastwestError, EXIT} from '../../base/errors.js';
import {nearest} from '../../base/nearest.js';
import {KNOWN_NAMES} from '../known/catalogue.js';

/**
 * The names of an allow list, each once.
 *
 * @throws ALLOW-UNKNOWN with the nearest name that there is
 */
export function allowed(names: readonly string[]): ReadonlySet<string> {
  for (const name of names) {
    if (KNOWN_NAMES.includes(name)) continue;
    const meant = nearest(name, KNOWN_NAMES) ?? likely(name);
    throw new EastwestError(`no change is known by the name ${name}`, {
      code: 'ALLOW-UNKNOWN',
      hint: `${meant === undefined ? '' : `did you mean ${meant}? `}docs/known-changes.md has all names`,
      exitCode: EXIT.usage,
    });
  }
  return new Set(names);
}

/** Of a name that is more than a slip away, the one that has most of its words. */
function likely(name: string): string | undefined {
  const words = new Set(name.toLowerCase().split(/[^a-z0-9.]+/));
  const shared = (candidate: string): number => candidate.split('-').filter((word) => words.has(word)).length;
  const [best] = [...KNOWN_NAMES].sort((one, other) => shared(other) - shared(one));
  return best !== undefined && shared(best) > 0 ? best : undefined;
}
