import {basename} from 'node:path';
import type {Step} from '../../engine/step.js';
import {dockerBuild, dockerBuildCommand, type DockerBuild} from '../docker-build.js';
import {freshLog} from '../follow-log.js';
import {finalProducts, imageProduct, lookFor, withScratch} from '../products.js';
import {scratchOf} from '../work.js';
import {stageWorkloads} from '../workloads.js';
import {pulledTag, type Work} from './layout.js';
import {pullStepId} from './pull.js';

export const WORKLOADS_STEP = 'supply.workloads-image';
export const CLIENT_STEP = 'supply.client-image';

/** The sample workloads, over the image of Istio's proxy, which has the chapter's tools in it. */
export function workloadsStep(work: Work): Step {
  const {workloads, selection, folders} = work.layout;
  const {node, client} = finalProducts(work);
  const build = (folder: string): DockerBuild => ({
    image: workloads,
    dockerfile: 'registry/workloads.Dockerfile',
    args: {PROGRAM: pulledTag(selection.program), BASE: pulledTag(selection.proxy)},
    folder,
    label: 'workloads',
  });
  return {
    id: WORKLOADS_STEP,
    title: 'Image of the sample workloads',
    needs: [pullStepId(selection.program.name), pullStepId(selection.proxy.name)],
    commands: [
      'cp build/workloads/*.js images/workloads/package.json context/app/',
      dockerBuildCommand(build('context')),
    ],
    deadlineMs: 5000,
    done: () => lookFor(imageProduct(workloads, work), [node, client]),
    run: (context) =>
      withScratch(scratchOf(work, basename(workloads.replace(':', '-'))), async (folder) => {
        await stageWorkloads(folders, folder);
        await dockerBuild(build(folder), await freshLog(work, 'workloads-image'), work, context);
      }),
  };
}

/** The client container's image: the same, asleep. */
export function clientStep(work: Work): Step {
  const {workloads, client} = work.layout;
  const build = (folder: string): DockerBuild => ({
    image: client,
    dockerfile: 'registry/client.Dockerfile',
    args: {BASE: workloads},
    folder,
    label: 'client',
  });
  return {
    id: CLIENT_STEP,
    title: 'Image of the client',
    needs: [WORKLOADS_STEP],
    commands: [dockerBuildCommand(build('context'))],
    deadlineMs: 5000,
    done: () => lookFor(imageProduct(client, work), []),
    run: (context) =>
      withScratch(scratchOf(work, basename(client.replace(':', '-'))), async (folder) =>
        dockerBuild(build(folder), await freshLog(work, 'client-image'), work, context),
      ),
  };
}
