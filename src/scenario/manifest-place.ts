import {dirname, relative, resolve} from 'node:path';

/** Whether the name of a manifest says that it stands beside the scenario, and not in the lab's folder. */
export function isBeside(file: string): boolean {
  return file.startsWith('./');
}

/** The path from the lab's folder of a manifest that a scenario file names. */
export function manifestPlace(file: string, scenarioFile: string, labFolder: string): string {
  return isBeside(file) ? relative(labFolder, resolve(dirname(scenarioFile), file)) : file;
}
