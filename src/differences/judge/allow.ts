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
    const problem = allowProblem(name);
    if (problem === undefined) continue;
    throw new EastwestError(problem.message, {
      code: 'ALLOW-UNKNOWN',
      hint: problem.hint,
      exitCode: EXIT.usage,
    });
  }
  return new Set(names);
}

/** Why a name cannot be allowed, with the nearest one that can; undefined where it can. Pure. */
export function allowProblem(name: string): {readonly message: string; readonly hint: string} | undefined {
  if (KNOWN_NAMES.includes(name)) return undefined;
  const meant = nearest(name, KNOWN_NAMES) ?? likely(name);
  return {
    message: `no change is known by the name ${name}`,
    hint: `${meant === undefined ? '' : `did you mean ${meant}? `}docs/known-changes.md has all names`,
  };
}

/** Of a name that is more than a slip away, the one that has most of its words. */
function likely(name: string): string | undefined {
  const words = new Set(name.toLowerCase().split(/[^a-z0-9.]+/));
  const shared = (candidate: string): number => candidate.split('-').filter((word) => words.has(word)).length;
  const [best] = [...KNOWN_NAMES].sort((one, other) => shared(other) - shared(one));
  return best !== undefined && shared(best) > 0 ? best : undefined;
}
