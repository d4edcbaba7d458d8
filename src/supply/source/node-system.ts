import {cp} from 'node:fs/promises';
import {basename, join} from 'node:path';
import type {Step} from '../../engine/step.js';
import {BASE_STEP} from './base-image.js';
import {DEBIAN} from './catalog.js';
import {dockerBuild, dockerBuildCommand, type DockerBuild} from '../docker-build.js';
import {freshLog} from '../follow-log.js';
import {goStepId} from './go-parts.js';
import {finalProducts, imageProduct, lookFor, withScratch} from '../products.js';
import {scratchOf} from '../work.js';
import type {Work} from './layout.js';

export const SYSTEM_STEP = 'supply.node-system';

/** The node without Kubernetes: systemd, containerd and kind's own base files. Needs no compiled Kubernetes. */
export function systemStep(work: Work): Step {
  const {base, system, go, folders} = work.layout;
  const build = (folder: string): DockerBuild => ({
    image: system,
    dockerfile: 'node/Dockerfile',
    args: {BASE: base, PACKAGES: DEBIAN.node.join(' ')},
    folder,
    label: 'node-system',
  });
  return {
    id: SYSTEM_STEP,
    title: 'Operating system of the node',
    needs: [BASE_STEP, goStepId('kind')],
    commands: [
      `cp -r ${join(go.kind, 'kind-files')} images/node/files context/`,
      dockerBuildCommand(build('context')),
    ],
    deadlineMs: 5000,
    done: () => lookFor(imageProduct(system, work), [finalProducts(work).node]),
    run: (context) =>
      withScratch(scratchOf(work, basename(system.replace(':', '-'))), async (folder) => {
        await cp(join(go.kind, 'kind-files'), join(folder, 'kind-files'), {recursive: true});
        await cp(join(folders.images, 'node/files'), join(folder, 'files'), {recursive: true});
        await dockerBuild(build(folder), await freshLog(work, 'node-system'), work, context);
      }),
  };
}
