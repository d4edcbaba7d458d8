import {copyFile, mkdir, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import type {Step} from '../../engine/step.js';
import {COMMON_PARTS} from './catalog.js';
import {bakeArguments, bakeContainer, commitArguments} from '../bake.js';
import {freshLog} from '../follow-log.js';
import {SYSTEM_STEP} from './node-system.js';
import {linkOrCopy, PODS_STEP} from './pod-images.js';
import {imageProduct, lookFor, withScratch} from '../products.js';
import {runDocker} from '../run-docker.js';
import {scratchOf} from '../work.js';
import type {Work} from './layout.js';

export const NODE_STEP = 'supply.node-image';

const VERSION = `v${COMMON_PARTS.kubernetes.version}`;

/** kind's node image, with every image of the lab unpacked in it, so that a cluster loads and unpacks none. */
export function nodeStep(work: Work): Step {
  const {node, system} = work.layout;
  const container = bakeContainer(node);
  const bake = (folder: string): string[] => bakeArguments(container, folder, system, VERSION);
  return {
    id: NODE_STEP,
    title: `Node image of Kubernetes ${COMMON_PARTS.kubernetes.version} with all images of the lab`,
    needs: [SYSTEM_STEP, PODS_STEP],
    commands: [
      `docker ${saveArguments('in/images.tar', work).join(' ')}`,
      `docker ${bake('in').join(' ')}`,
      `docker ${commitArguments(container, node).map(quoted).join(' ')}`,
      `docker rm --volumes ${container}`,
    ],
    deadlineMs: 5000,
    done: () => lookFor(imageProduct(node, work), []),
    run: (context) =>
      withScratch(scratchOf(work, container), async (folder) => {
        const log = await freshLog(work, 'node-image');
        await stage(folder, work);
        context.say('saving the images of pods');
        await runDocker(saveArguments(join(folder, 'images.tar'), work), log, {work, context});
        await work.drivers.docker.removeContainer(container);
        try {
          await runDocker(bake(folder), log, {work, context});
          context.say('committing');
          await runDocker(commitArguments(container, node), log, {work, context});
        } finally {
          await work.drivers.docker.removeContainer(container);
        }
      }),
  };
}

async function stage(folder: string, {layout}: Work): Promise<void> {
  const {go, folders, pods} = layout;
  await mkdir(join(folder, 'bin'));
  for (const program of ['kubeadm', 'kubelet', 'kubectl']) {
    await linkOrCopy(join(go.kubernetes, program), join(folder, 'bin', program));
  }
  await linkOrCopy(join(go.istio, 'istioctl'), join(folder, 'bin/istioctl'));
  await copyFile(join(folders.images, 'node/bake.sh'), join(folder, 'bake.sh'));
  const names = pods.flatMap(({pod, image}) => pod.references.map((reference) => `${image} ${reference}\n`));
  await writeFile(join(folder, 'names'), names.join(''));
}

function saveArguments(file: string, {layout}: Work): string[] {
  return ['save', '--output', file, ...layout.pods.map(({image}) => image)];
}

function quoted(word: string): string {
  return word.includes(' ') ? `'${word}'` : word;
}
