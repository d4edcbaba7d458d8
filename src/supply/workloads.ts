import {existsSync} from 'node:fs';
import {cp} from 'node:fs/promises';
import {join} from 'node:path';
import {EastwestError} from '../base/errors.js';
import {filesBelow, recipeFiles} from './recipe.js';
import type {SupplyFolders} from './work.js';

/** Files of the compiled workloads, and the package.json that makes them ES modules. */
export function workloadFiles({workloads}: SupplyFolders): string[] {
  return filesBelow(workloads, (name) => name.endsWith('.js'));
}

/** @throws SUPPLY-NOT-COMPILED */
export function checkCompiled({workloads}: SupplyFolders): void {
  if (existsSync(join(workloads, 'main.js'))) return;
  throw new EastwestError(`the sample workloads are not compiled: nothing in ${workloads}`, {
    code: 'SUPPLY-NOT-COMPILED',
    hint: 'make build',
  });
}

/** What the compiled workloads say, for a fingerprint. */
export function workloadsOf(folders: SupplyFolders): unknown {
  return [
    recipeFiles(folders.workloads, workloadFiles(folders)),
    recipeFiles(folders.images, ['workloads/package.json']),
  ];
}

/** Puts the compiled workloads into `app/` of a folder that an image is built from. */
export async function stageWorkloads(folders: SupplyFolders, folder: string): Promise<void> {
  const app = join(folder, 'app');
  for (const name of workloadFiles(folders)) await cp(join(folders.workloads, name), join(app, name));
  await cp(join(folders.images, 'workloads/package.json'), join(app, 'package.json'));
}
