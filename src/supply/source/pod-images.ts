import {copyFile, link} from 'node:fs/promises';
import {basename, join} from 'node:path';
import type {Step} from '../../engine/step.js';
import {BASE_STEP} from './base-image.js';
import {GO_NAMES} from './catalog.js';
import {dockerBuild, dockerBuildCommand, type DockerBuild} from '../docker-build.js';
import {ENVOY_STEP} from './envoy.js';
import {freshLog} from '../follow-log.js';
import {goStepId} from './go-parts.js';
import {needsNoProgram, type PodImage} from './pods.js';
import {finalProducts, imageProduct, lookFor, withScratch, type Product} from '../products.js';
import {scratchOf} from '../work.js';
import type {PlacedPod, Work} from './layout.js';
import {stageWorkloads} from '../workloads.js';

export const PODS_STEP = 'supply.pod-images';
const EARLY_STEP = 'supply.pod-images-without-programs';

/** The images that pods run, still under names of our own: those of the registries may mean others here. */
export function podSteps(work: Work): Step[] {
  const {pods} = work.layout;
  const serves = [finalProducts(work).node];
  const early = pods.filter(({pod}) => needsNoProgram(pod));
  const others = pods.filter(({pod}) => !needsNoProgram(pod));
  return [
    {
      ...imagesStep(EARLY_STEP, early, serves, work),
      title: `${early.length} images of pods that need nothing compiled`,
      needs: [BASE_STEP],
    },
    {
      ...imagesStep(PODS_STEP, others, serves, work),
      title: `${others.length} images of pods`,
      needs: [BASE_STEP, ENVOY_STEP, EARLY_STEP, ...GO_NAMES.map(goStepId)],
    },
  ];
}

/** Builds these images of pods; `serves`: what they go into. */
export function imagesStep(
  id: string,
  pods: readonly PlacedPod[],
  serves: readonly Product[],
  work: Work,
): Omit<Step, 'title' | 'needs'> {
  return {
    id,
    commands: pods.map(({pod, image}) =>
      dockerBuildCommand(buildOf(pod, image, `context/${pod.name}`, work)),
    ),
    deadlineMs: 5000,
    done: () => lookFor(allImages(pods, work), serves),
    run: async (context) => {
      const log = await freshLog(work, id.replace('supply.', ''));
      for (const {pod, image} of pods) {
        if ((await work.drivers.docker.image(image)) !== undefined) continue;
        context.say(pod.name);
        await withScratch(scratchOf(work, `pod-${pod.name}`), async (folder) => {
          await stage(pod, folder, work);
          await dockerBuild(buildOf(pod, image, folder, work), log, work, context);
        });
      }
    },
  };
}

function allImages(pods: readonly PlacedPod[], work: Work): Product {
  return {
    name: 'images of pods',
    there: async () => {
      const images = await Promise.all(pods.map(({image}) => imageProduct(image, work).there()));
      return images.every(Boolean);
    },
  };
}

function buildOf(pod: PodImage, image: string, folder: string, {layout}: Work): DockerBuild {
  const {dockerfile, args, name} = pod;
  return {image, dockerfile, args: {BASE: layout.base, ...args}, folder, label: `pod-${name}`};
}

async function stage(pod: PodImage, folder: string, {layout}: Work): Promise<void> {
  for (const ingredient of pod.from) {
    if (ingredient.part === 'workloads') {
      await stageWorkloads(layout.folders, folder);
      continue;
    }
    const {part, file} = ingredient;
    const from =
      part === 'envoy' ? layout.envoy : part === 'recipe' ? layout.folders.images : layout.go[part];
    await linkOrCopy(join(from, file), join(folder, basename(file)));
  }
}

/** A second name costs nothing; where the file system knows none, a copy does. */
export async function linkOrCopy(from: string, to: string): Promise<void> {
  await link(from, to).catch(() => copyFile(from, to));
}
