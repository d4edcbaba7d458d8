import {basename} from 'node:path';
import type {Step} from '../../engine/step.js';
import {BASE_STEP} from './base-image.js';
import {dockerBuild, dockerBuildCommand, type DockerBuild} from '../docker-build.js';
import {freshLog} from '../follow-log.js';
import {imageProduct, lookFor, withScratch} from '../products.js';
import {scratchOf} from '../work.js';
import type {Work} from './layout.js';
import {stageWorkloads} from '../workloads.js';

export const CLIENT_STEP = 'supply.client-image';

/** The client container's image: the base has curl, dig, jq and the rest; this adds the call script. */
export function clientImageStep(work: Work): Step {
  const {base, client, folders} = work.layout;
  const build = (folder: string): DockerBuild => ({
    image: client,
    dockerfile: 'client/Dockerfile',
    args: {BASE: base},
    folder,
    label: 'client',
  });
  return {
    id: CLIENT_STEP,
    title: 'Image of the client',
    needs: [BASE_STEP],
    commands: [
      'cp build/workloads/*.js images/workloads/package.json context/app/',
      dockerBuildCommand(build('context')),
    ],
    deadlineMs: 5000,
    done: () => lookFor(imageProduct(client, work), []),
    run: (context) =>
      withScratch(scratchOf(work, basename(client.replace(':', '-'))), async (folder) => {
        await stageWorkloads(folders, folder);
        await dockerBuild(build(folder), await freshLog(work, 'client-image'), work, context);
      }),
  };
}
