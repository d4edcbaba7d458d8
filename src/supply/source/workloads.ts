import {cp} from 'node:fs/promises';
import {join} from 'node:path';
import {workloadFiles, type SupplyFolders} from './layout.js';

/** Puts the compiled workloads into `app/` of a folder that an image is built from. */
export async function stageWorkloads(folders: SupplyFolders, folder: string): Promise<void> {
  const app = join(folder, 'app');
  for (const name of workloadFiles(folders)) await cp(join(folders.workloads, name), join(app, name));
  await cp(join(folders.images, 'workloads/package.json'), join(app, 'package.json'));
}
