import {mkdir, writeFile} from 'node:fs/promises';
import {basename, join} from 'node:path';
import type {Step, StepContext} from '../../engine/step.js';
import {DEBIAN} from './catalog.js';
import {dockerBuild, dockerBuildCommand, type DockerBuild} from '../docker-build.js';
import {followLog, freshLog, lastLine} from '../follow-log.js';
import {imageProduct, lookFor, withScratch, type Product} from '../products.js';
import {scratchOf, TIMEOUT_MS} from '../work.js';
import type {Work} from './layout.js';

export const BASE_STEP = 'supply.base-image';

/** What the image does without: a container has its own devices, and nobody reads manuals in it. */
const LEFT_OUT = [
  './dev/*',
  './proc/*',
  './sys/*',
  './usr/share/doc/*',
  './usr/share/info/*',
  './usr/share/locale/*',
  './usr/share/man/*',
  './var/cache/apt/*',
  './var/lib/apt/lists/*',
  './var/log/*',
];

/** Tells dpkg in the image to leave documentation out of what is installed later. */
const DPKG_RULES = ['doc', 'info', 'locale', 'man']
  .map((name) => `path-exclude=/usr/share/${name}/*\n`)
  .join('');

/** Debian, which every other image starts from; `serves`: those that are wanted of it. */
export function baseStep(work: Work, serves: readonly Product[]): Step {
  const {base} = work.layout;
  const scratch = scratchOf(work, basename(base.replace(':', '-')));
  const build = (folder: string): DockerBuild => ({
    image: base,
    dockerfile: 'base/Dockerfile',
    args: {},
    folder,
    label: 'base',
  });
  return {
    id: BASE_STEP,
    title: `Debian ${DEBIAN.release}, the base of the images`,
    needs: ['host.ready'],
    commands: [
      `debootstrap ${debootstrapArguments('rootfs').join(' ')}`,
      'tar --create --file context/rootfs.tar --directory rootfs .',
      dockerBuildCommand(build('context')),
    ],
    deadlineMs: 5000,
    done: () => lookFor(imageProduct(base, work), serves),
    run: (context) =>
      withScratch(scratch, async (folder) => {
        const log = await freshLog(work, 'base-image');
        const rootfs = join(folder, 'rootfs');
        await debootstrap(rootfs, log, work, context);
        await writeFile(join(rootfs, 'etc/dpkg/dpkg.cfg.d/no-documentation'), DPKG_RULES);
        const content = join(folder, 'context');
        await mkdir(content);
        await pack(rootfs, join(content, 'rootfs.tar'), work, context);
        await dockerBuild(build(content), log, work, context);
      }),
  };
}

function debootstrapArguments(rootfs: string): string[] {
  return ['--variant=minbase', `--include=${DEBIAN.base.join(',')}`, DEBIAN.release, rootfs];
}

/** In a mount namespace of its own: what debootstrap mounts in the tree is gone with it, however it ends. */
async function debootstrap(rootfs: string, log: string, work: Work, context: StepContext): Promise<void> {
  const {processes} = work.drivers;
  const program = (await processes.which('debootstrap')) ?? '/usr/sbin/debootstrap';
  const running = processes.run('unshare', ['--mount', program, ...debootstrapArguments(rootfs)], {
    signal: context.signal,
    timeoutMs: TIMEOUT_MS.debian,
    logFile: log,
  });
  await followLog(log, running, {describe: lastLine, work, context});
}

async function pack(rootfs: string, tar: string, work: Work, context: StepContext): Promise<void> {
  const excludes = LEFT_OUT.map((pattern) => `--exclude=${pattern}`);
  const args = ['--create', '--numeric-owner', '--file', tar, '--directory', rootfs, ...excludes, '.'];
  await work.drivers.processes.run('tar', args, {signal: context.signal, timeoutMs: TIMEOUT_MS.image});
}
