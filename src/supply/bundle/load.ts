import {EastwestError, EXIT} from '../../base/errors.js';
import type {Clock} from '../../base/clock.js';
import type {Docker} from '../../drivers/docker/docker.js';
import {imageReference, imageTag} from './loaded.js';
import {loadImages, type LoadDocker, type TakenImage} from './load-images.js';
import type {Platform} from './manifest.js';
import {hostPlatform, platformText} from './platform.js';
import {readBundle, type Bundle} from './read-bundle.js';
import {unpackFiles} from './unpack.js';
import {verifyBundle} from './verify.js';

export interface LoadWork {
  readonly docker: LoadDocker & Pick<Docker, 'info' | 'tagImage'>;
  readonly clock: Pick<Clock, 'date'>;
  /** Full path of the folder for what can be made again. */
  readonly cache: string;
  readonly signal: AbortSignal;
  /** Called with what is being done, and the bytes that are done of it. */
  readonly progress: (doing: 'checking' | 'loading', bytes: number, total: number) => void;
}

export interface Loaded {
  readonly bundle: Bundle;
  /** Where its files are. */
  readonly folder: string;
  readonly images: readonly TakenImage[];
}

/**
 * Makes a bundle's tools and images this machine's. The whole file is compared with its manifest before anything is
 * touched; the images get their names when all else is there. What is there already is left, so that a load that was
 * broken off goes on.
 */
export async function loadBundle(file: string, work: LoadWork): Promise<Loaded> {
  const {docker, clock, cache, signal, progress} = work;
  const bundle = await readBundle(file);
  await checkPlatform(bundle, docker, signal);
  const counted = (doing: 'checking' | 'loading') => {
    let bytes = 0;
    return {signal, onBytes: (more: number) => progress(doing, (bytes += more), bundle.bytes)};
  };
  await verifyBundle(bundle, counted('checking'));
  const loading = counted('loading');
  const images = await loadImages(bundle, docker, loading);
  const folder = await unpackFiles(bundle, cache, clock.date(), loading);
  for (const {role, id} of images) {
    const {repository, tag} = imageTag(role, bundle.id);
    const named = await docker.imageContent(imageReference(role, bundle.id));
    if (named?.id !== id) await docker.tagImage(id, repository, tag);
  }
  return {bundle, folder, images};
}

/** A bundle for another kind of machine would load, and then nothing of it would run. */
async function checkPlatform(
  {file, manifest}: Bundle,
  docker: Pick<Docker, 'info'>,
  signal: AbortSignal,
): Promise<void> {
  const engine = await docker.info(signal);
  if (engine === undefined) {
    throw new EastwestError('no Docker engine answers, so there is nothing to load images into', {
      code: 'DOCKER-ENGINE-DOWN',
      hint: 'see `eastwest doctor`',
      exitCode: EXIT.hostUnfit,
    });
  }
  const {images, tools} = manifest.platform;
  refuseOther(file, 'images', images, engine.platform, 'the engine');
  refuseOther(file, 'tools', tools, hostPlatform(), 'this machine');
}

function refuseOther(file: string, what: string, has: Platform, wants: Platform, who: string): void {
  if (platformText(has) === platformText(wants)) return;
  throw new EastwestError(
    `${file}: its ${what} are for ${platformText(has)}, ${who} runs ${platformText(wants)}`,
    {
      code: 'BUNDLE-PLATFORM',
      hint: `make a bundle on a machine with ${platformText(wants)}`,
      exitCode: EXIT.usage,
    },
  );
}
