import semver from 'semver';

/**
 * The version among these that is least far from the wanted one: of its neighbours below and above the one that differs
 * later, in the patch rather than in the minor version. Undefined where that is no version. Pure.
 */
export function nearestVersion(wanted: string, known: readonly string[]): string | undefined {
  const target = semver.coerce(wanted);
  if (target === null) return undefined;
  const ascending = semver.sort([...known]);
  const below = ascending.filter((version) => semver.lte(version, target)).at(-1);
  const above = ascending.find((version) => semver.gt(version, target));
  if (below === undefined || above === undefined) return below ?? above;
  const [down, up] = [far(below, target), far(above, target)];
  const differs = down.findIndex((step, place) => step !== up[place]);
  return (down[differs] ?? 0) < (up[differs] ?? 0) ? below : above;
}

/** How many majors, minors and patches lie between. */
function far(version: string, target: semver.SemVer): readonly number[] {
  const {major, minor, patch} = semver.parse(version) ?? target;
  return [major - target.major, minor - target.minor, patch - target.patch].map(Math.abs);
}

/** What there is of versions, and the nearest of them to the wanted one: `1.16.5, 1.17.5; nearest is 1.17.5`. */
export function versionsText(wanted: string, known: readonly string[]): string {
  const nearest = known.length > 1 ? nearestVersion(wanted, known) : undefined;
  return `${known.join(', ')}${nearest === undefined ? '' : `; nearest is ${nearest}`}`;
}

/** `1.17` of `1.17.5`. */
export function minorOf(version: string): string {
  return version.split('.', 2).join('.');
}
