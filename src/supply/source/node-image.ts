import {copyFile, mkdir, writeFile} from 'node:fs/promises';
import {basename, join} from 'node:path';
import type {Step, StepContext} from '../../engine/step.js';
import {GO_PARTS} from './catalog.js';
import {followLog, freshLog, lastLine} from '../follow-log.js';
import {SYSTEM_STEP} from './node-system.js';
import {linkOrCopy, PODS_STEP} from './pod-images.js';
import {imageProduct, lookFor, withScratch} from '../products.js';
import {scratchOf, SUPPLY_LABEL, TIMEOUT_MS} from '../work.js';
import type {Work} from './layout.js';

export const NODE_STEP = 'supply.node-image';

const VERSION = `v${GO_PARTS.kubernetes.version}`;

/** kind's entrypoint; the container that bakes sleeps through it. */
const CHANGES = [
  'ENTRYPOINT ["/usr/local/bin/entrypoint", "/sbin/init"]',
  'CMD []',
  `LABEL ${SUPPLY_LABEL}=node`,
];

/** kind's node image, with every image of the lab unpacked in it, so that a cluster loads and unpacks none. */
export function nodeStep(work: Work): Step {
  const {node} = work.layout;
  const container = `eastwest-bake-${basename(node).replace(':', '-')}`;
  return {
    id: NODE_STEP,
    title: `Node image of Kubernetes ${GO_PARTS.kubernetes.version} with all images of the lab`,
    needs: [SYSTEM_STEP, PODS_STEP],
    commands: [
      `docker ${saveArguments('in/images.tar', work).join(' ')}`,
      `docker ${bakeArguments(container, 'in', work).join(' ')}`,
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
        await docker(saveArguments(join(folder, 'images.tar'), work), log, work, context);
        await work.drivers.docker.removeContainer(container);
        try {
          await docker(bakeArguments(container, folder, work), log, work, context);
          context.say('committing');
          await docker(commitArguments(container, node), log, work, context);
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

function bakeArguments(container: string, folder: string, {layout}: Work): string[] {
  return [
    ...['run', '--name', container, '--label', `${SUPPLY_LABEL}=bake`, '--privileged', '--network', 'none'],
    ...['--mount', `type=bind,source=${folder},target=/in,readonly`],
    // overlayfs takes no upper directory on Docker's own overlay, but a volume will do.
    ...['--mount', 'type=volume,target=/unpack'],
    ...['--entrypoint', 'sh', layout.system, '/in/bake.sh', VERSION],
  ];
}

function commitArguments(container: string, image: string): string[] {
  return ['commit', ...CHANGES.flatMap((change) => ['--change', change]), container, image];
}

function quoted(word: string): string {
  return word.includes(' ') ? `'${word}'` : word;
}

async function docker(args: readonly string[], log: string, work: Work, context: StepContext): Promise<void> {
  const running = work.drivers.processes.run('docker', args, {
    signal: context.signal,
    timeoutMs: TIMEOUT_MS.image,
    logFile: log,
  });
  await followLog(log, running, {describe: lastLine, work, context});
}
