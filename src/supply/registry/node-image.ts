import {cp, copyFile, mkdir, writeFile} from 'node:fs/promises';
import {dirname, join} from 'node:path';
import {EastwestError} from '../../base/errors.js';
import type {Step, StepContext} from '../../engine/step.js';
import {bakeArguments, bakeContainer, commitArguments} from '../bake.js';
import {freshLog} from '../follow-log.js';
import {imageProduct, lookFor, withScratch} from '../products.js';
import {runDocker} from '../run-docker.js';
import {scratchOf, TIMEOUT_MS} from '../work.js';
import {addonImages} from './addon-images.js';
import {ADDON_IMAGES_STEP} from './addons-step.js';
import {fetchStepId} from './fetch.js';
import {NODE_FILES, pulledTag, type Work} from './layout.js';
import {PROXY_LABEL} from './locate.js';
import {PULLED_LABEL, pulledFrom} from './pulled.js';
import {platformOf, pullStepId} from './pull.js';
import {withRelease} from './tools.js';
import {WORKLOADS_STEP} from './own-images.js';

export const NODE_STEP = 'supply.node-image';

/** The name that ch12's manifests call the workloads by. */
const WORKLOADS_REFERENCE = 'docker.io/eastwest/workloads:1';
/** The engine's interface from which on `docker save` may be told a platform. */
const SAVES_PLATFORM = [1, 48] as const;
/** What bake.sh has found of the proxy. */
const PROXY_FILE = '/kind/eastwest-proxy';

/** An image of pods: what it is called here, and what it is called in the node. */
interface Named {
  readonly tag: string;
  readonly reference: string;
}

/** The official node image with every image of the lab in it, so that a cluster pulls, loads and unpacks none. */
export function nodeStep(work: Work): Step {
  const {node, selection} = work.layout;
  const container = bakeContainer(node);
  const bake = (folder: string): string[] =>
    bakeArguments(container, folder, pulledTag(selection.node), selection.proxy.reference);
  const pulls = [selection.node, ...selection.pods].map(({name}) => pullStepId(name));
  const istio = selection.nodeRelease === undefined ? 'istio' : 'istio-node';
  return {
    id: NODE_STEP,
    title: `Node image ${selection.node.reference} with all images of the lab`,
    needs: [...pulls, ADDON_IMAGES_STEP, WORKLOADS_STEP, fetchStepId(istio)],
    commands: [
      'docker save --output in/images.tar IMAGES',
      `docker ${bake('in').join(' ')}`,
      `docker commit ${container} ${node}`,
      `docker rm --volumes ${container}`,
    ],
    deadlineMs: 5000,
    done: () => lookFor(imageProduct(node, work), []),
    run: (context) =>
      withScratch(scratchOf(work, container), async (folder) => {
        const log = await freshLog(work, 'node-image');
        const images = await imagesOf(work);
        await stage(folder, images, work, context);
        context.say(`saving ${images.length} images of pods`);
        const saving = await saveArguments(join(folder, 'images.tar'), images, work, context);
        await runDocker(saving, log, {work, context});
        await work.drivers.docker.removeContainer(container);
        try {
          await runDocker(bake(folder), log, {work, context});
          const proxy = (await work.drivers.docker.readFile(container, PROXY_FILE))?.trim();
          if (proxy === undefined || proxy === '') {
            throw new EastwestError(`no Envoy was found in ${selection.proxy.reference}`, {
              code: 'SUPPLY-NO-PROXY',
            });
          }
          context.say(`committing; the proxy is ${proxy}`);
          const labels = {[PROXY_LABEL]: proxy, [PULLED_LABEL]: (await pulledFrom(work)).join(' ')};
          await runDocker(commitArguments(container, node, labels), log, {work, context});
        } finally {
          await work.drivers.docker.removeContainer(container);
        }
      }),
  };
}

async function imagesOf({layout}: Work): Promise<readonly Named[]> {
  const pins = [...layout.selection.pods, ...(await addonImages(layout))];
  return [
    ...pins.map((pin) => ({tag: pulledTag(pin), reference: pin.reference})),
    {tag: layout.workloads, reference: WORKLOADS_REFERENCE},
  ];
}

async function stage(
  folder: string,
  images: readonly Named[],
  work: Work,
  context: StepContext,
): Promise<void> {
  const {folders, selection} = work.layout;
  for (const name of NODE_FILES) {
    const to = join(folder, 'files', name);
    await mkdir(dirname(to), {recursive: true});
    await cp(join(folders.images, 'node/files', name), to);
  }
  await withRelease(selection.nodeRelease ?? selection.release, work, context, (release) =>
    copyFile(join(release, 'bin/istioctl'), join(folder, 'istioctl')),
  );
  await copyFile(join(folders.images, 'registry/bake.sh'), join(folder, 'bake.sh'));
  await writeFile(join(folder, 'names'), images.map(({tag, reference}) => `${tag} ${reference}\n`).join(''));
}

/**
 * Where the engine keeps images in containerd's store, a pulled image names platforms whose content is not here,
 * and saving it whole gives an archive that nothing can import; so it is told the platform, where it can be.
 */
async function saveArguments(
  file: string,
  images: readonly Named[],
  work: Work,
  {signal}: StepContext,
): Promise<string[]> {
  const asked = await work.drivers.processes.run(
    'docker',
    ['version', '--format', '{{.Server.APIVersion}} {{.Client.APIVersion}}'],
    {signal, timeoutMs: TIMEOUT_MS.short},
  );
  const able = asked.stdout.trim().split(' ').every(savesPlatform);
  const platform = able ? ['--platform', platformOf(work)] : [];
  return ['save', ...platform, '--output', file, ...images.map(({tag}) => tag)];
}

/** Whether an engine or client of this interface version can save one platform of an image. */
export function savesPlatform(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > SAVES_PLATFORM[0] || (major === SAVES_PLATFORM[0] && minor >= SAVES_PLATFORM[1]);
}
