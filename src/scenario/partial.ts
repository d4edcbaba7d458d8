/**
 * Whether `actual` has everything that `wanted` names: each key of a mapping, each element of a list
 * somewhere in the list, equal plain values. What `wanted` does not name may be anything.
 */
export function hasPart(actual: unknown, wanted: unknown): boolean {
  if (Array.isArray(wanted)) {
    return (
      Array.isArray(actual) && wanted.every((part) => actual.some((candidate) => hasPart(candidate, part)))
    );
  }
  if (typeof wanted === 'object' && wanted !== null) {
    if (typeof actual !== 'object' || actual === null || Array.isArray(actual)) return false;
    return Object.entries(wanted).every(([key, part]) =>
      hasPart((actual as Record<string, unknown>)[key], part),
    );
  }
  return actual === wanted;
}
