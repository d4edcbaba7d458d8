/** What the lab has; scenarios may name nothing else. */
export interface Surroundings {
  readonly clusters: readonly string[];
  /** The client container's name. */
  readonly client: string;
  /** The path from the lab's folder of a manifest that a scenario file names; undefined where there is no such file. */
  readonly manifest: (file: string, scenarioFile: string) => string | undefined;
  /** Names of the scenarios of the same pack, where they are known. */
  readonly packNames?: readonly string[];
}
