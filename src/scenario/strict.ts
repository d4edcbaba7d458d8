import {z} from 'zod';

/** A mapping with these keys and no others; an unknown one is told with the keys that there are. */
export function strict<T extends z.core.$ZodLooseShape>(shape: T) {
  const allowed = Object.keys(shape).join(ALLOWED_SEPARATOR);
  return z.strictObject(shape, {error: ({code}) => (code === 'unrecognized_keys' ? allowed : undefined)});
}

/** Parts the allowed keys in the message of an unknown one. */
export const ALLOWED_SEPARATOR = ', ';

/** For refinements that look at keys alone: they can speak even where other things in the mapping are wrong. */
export function isMapping({value}: {readonly value: unknown}): boolean {
  return typeof value === 'object' && value !== null;
}
