import {messageOf} from '../base/errors.js';
import {isFields} from '../base/json.js';
import {waitFor} from '../base/wait-for.js';
import type {World} from './bench.js';
import {DEADLINES} from './deadlines.js';
import {LEAVING, snapshotOf, type Snapshot} from './snapshot.js';

const SHOWN_PATHS = 3;

/** What is different now from before; what is just going away gets a moment for it. */
export async function leftoversSince(
  before: Snapshot,
  world: World,
  signal: AbortSignal,
): Promise<readonly string[]> {
  let found: readonly string[] = [];
  const look = async () => {
    found = leftovers(before, await snapshotOf(world));
    return {done: found.length === 0, seen: found.join('; ')};
  };
  try {
    const {clock} = world;
    await waitFor('the clusters to be as before', look, {deadlineMs: DEADLINES.leftoverMs, signal, clock});
    return [];
  } catch (error) {
    return found.length > 0 ? found : [`what is left behind could not be seen: ${messageOf(error)}`];
  }
}

/** Every object that is there and was not, was there and is not, or is not as it was; each by its name. */
export function leftovers(before: Snapshot, after: Snapshot): readonly string[] {
  const names = [...new Set([...before.keys(), ...after.keys()])].sort();
  return names.flatMap((name) => {
    // What somebody removed before is not the scenario's doing, whether it is gone by now or not.
    if (before.get(name) === LEAVING) return [];
    if (!before.has(name)) return [`${name} is still there`];
    if (!after.has(name)) return [`${name} is gone`];
    if (after.get(name) === LEAVING) return [`${name} is being deleted`];
    const paths = differences(before.get(name), after.get(name), '');
    if (paths.length === 0) return [];
    const more = paths.length > SHOWN_PATHS ? ` and ${paths.length - SHOWN_PATHS} more` : '';
    return [`${name} differs in ${paths.slice(0, SHOWN_PATHS).join(', ')}${more}`];
  });
}

/** Paths, never values: a value may be a secret. */
function differences(one: unknown, other: unknown, path: string): readonly string[] {
  if (isFields(one) && isFields(other)) {
    const keys = [...new Set([...Object.keys(one), ...Object.keys(other)])].sort();
    return keys.flatMap((key) => differences(one[key], other[key], path === '' ? key : `${path}.${key}`));
  }
  if (Array.isArray(one) && Array.isArray(other) && one.length === other.length) {
    return one.flatMap((item, index) => differences(item, other[index], `${path}[${index}]`));
  }
  return Object.is(one, other) ? [] : [path];
}
