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

/** Where `actual` has not what `wanted` names: the path of each, and what is there in its place. */
export function missingParts(actual: unknown, wanted: unknown, path = ''): readonly string[] {
  if (hasPart(actual, wanted)) return [];
  const mappings = [actual, wanted].every((value) => typeof value === 'object' && !Array.isArray(value));
  if (!mappings || actual === null || wanted === null) {
    return [`${path} is ${actual === undefined ? 'not there' : JSON.stringify(actual)}`];
  }
  return Object.entries(wanted as object).flatMap(([key, part]) =>
    missingParts((actual as Record<string, unknown>)[key], part, path === '' ? key : `${path}.${key}`),
  );
}
