import {fileURLToPath} from 'node:url';

/** Full path of a file of the project; tests run compiled, in build/test. */
export function projectFile(path: string): string {
  return fileURLToPath(new URL(`../../../${path}`, import.meta.url));
}

/** Full path of the project's folder. */
export const PROJECT = projectFile('');
