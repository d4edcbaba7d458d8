/** What the lab has; scenarios may name nothing else. */
export interface Surroundings {
  readonly clusters: readonly string[];
  /** The client container's name; undefined where any will do. */
  readonly client: string | undefined;
  /** The path from the lab's folder of a manifest that a scenario file names; undefined where there is no such file. */
  readonly manifest: (file: string, scenarioFile: string) => string | undefined;
  /** Names of the scenarios of the same pack, where they are known. */
  readonly packNames?: readonly string[];
}

/**
 * For a scenario that is written for clusters which the lab does not have: it is skipped here, so that only its form
 * counts. Its clusters, its client and its manifests are those of another lab.
 */
export function elsewhere(lab: Surroundings, wanted: readonly string[]): Surroundings {
  const absent = wanted.filter((name) => name !== '' && !lab.clusters.includes(name));
  if (absent.length === 0) return lab;
  return {
    ...lab,
    clusters: [...lab.clusters, ...new Set(absent)],
    client: undefined,
    manifest: (file) => file,
  };
}
