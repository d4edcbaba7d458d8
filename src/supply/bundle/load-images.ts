import {open} from 'node:fs/promises';
import {Readable} from 'node:stream';
import {EastwestError} from '../../base/errors.js';
import type {Docker, ImageContent} from '../../drivers/docker/docker.js';
import {imageReference} from './loaded.js';
import {blobPath, type ImageEntry} from './manifest.js';
import {ROLES, type Role} from './origin.js';
import type {Bundle} from './read-bundle.js';
import {END, headerOf, paddingOf} from './tar.js';
import {contentOf, type Reading} from './verify.js';

export type LoadDocker = Pick<Docker, 'imageContent' | 'loadImages' | 'keptLayers'>;

/** What came of an image. */
export interface TakenImage {
  readonly role: Role;
  /** What the engine knows it by. */
  readonly id: string;
  /** True where the engine had it already. */
  readonly already: boolean;
}

/**
 * Gives the engine the images that it does not have, without a name, one after the other: where this is broken off,
 * the next time goes on with the next one, and with the layers that are missing.
 */
export async function loadImages(
  bundle: Bundle,
  docker: LoadDocker,
  reading: Reading,
): Promise<readonly TakenImage[]> {
  const taken: TakenImage[] = [];
  for (const role of ROLES) {
    const image = bundle.manifest.images[role];
    const found = await present(role, image, bundle, docker);
    if (found !== undefined) {
      taken.push({role, id: found.id, already: true});
      continue;
    }
    const kept = await docker.keptLayers();
    const archive = archiveOf(bundle, image, sharedLayers(image, kept), reading);
    const [id] = await docker.loadImages(Readable.from(archive), reading.signal);
    const loaded = id === undefined ? undefined : await docker.imageContent(id);
    if (loaded === undefined || !same(loaded, image)) throw strange(role, id);
    taken.push({role, id: loaded.id, already: false});
  }
  return taken;
}

async function present(
  role: Role,
  image: ImageEntry,
  {id}: Bundle,
  docker: LoadDocker,
): Promise<ImageContent | undefined> {
  for (const reference of [imageReference(role, id), image.config]) {
    const found = await docker.imageContent(reference);
    if (found !== undefined && same(found, image)) return found;
  }
  return undefined;
}

function same({layers}: ImageContent, image: ImageEntry): boolean {
  return layers.join() === image.layers.map(({unpacked}) => unpacked).join();
}

/** How many of an image's layers, from the lowest on, some image of the engine has below its own. */
export function sharedLayers({layers}: ImageEntry, kept: readonly (readonly string[])[]): number {
  const shared = kept.map((other) => {
    const first = layers.findIndex(({unpacked}, at) => other[at] !== unpacked);
    return first === -1 ? layers.length : first;
  });
  return Math.max(0, ...shared);
}

/** The archive that the engine takes: as much of the bundle as it does not have, and an index without names. */
async function* archiveOf(
  {file, parts}: Bundle,
  image: ImageEntry,
  skipped: number,
  reading: Reading,
): AsyncIterable<Buffer> {
  const {config, layers} = image;
  const sent = new Set([config, ...layers.slice(skipped).map(({blob}) => blob)].map(blobPath));
  const index = [{Config: blobPath(config), RepoTags: null, Layers: layers.map(({blob}) => blobPath(blob))}];
  const text = Buffer.from(JSON.stringify(index));
  yield* entry({path: 'manifest.json', bytes: text.length}, [text]);
  const handle = await open(file, 'r');
  try {
    for (const part of parts) if (sent.has(part.path)) yield* entry(part, contentOf(handle, part, reading));
  } finally {
    await handle.close();
  }
  yield END;
}

async function* entry(
  {path, bytes}: {readonly path: string; readonly bytes: number},
  content: AsyncIterable<Buffer> | Iterable<Buffer>,
): AsyncIterable<Buffer> {
  yield await headerOf({path, bytes});
  yield* content;
  yield Buffer.alloc(paddingOf(bytes));
}

function strange(role: Role, id: string | undefined): EastwestError {
  return new EastwestError(
    `the engine made another image of the ${role}'s than the bundle says: ${id ?? 'none'}`,
    {
      code: 'BUNDLE-ENGINE-STRANGE',
      hint: 'report the error together with what `docker version` says',
    },
  );
}
