import {open, rename, rm} from 'node:fs/promises';
import type {Readable} from 'node:stream';
import {EastwestError, messageOf, throwIfInterrupted} from '../../base/errors.js';
import type {Docker} from '../../drivers/docker/docker.js';
import type {Plan} from '../../plan/plan.js';
import {contentOfFile, sourceFiles, toolPaths, type SourceFile} from './contents.js';
import {takeImage} from './engine-archive.js';
import {blobPath, bundleId, FORMAT_VERSION, type ImageEntry, type Manifest} from './manifest.js';
import {builtImages, originOf, SBOM_PATH, type Images, type Origin, type OriginRequest} from './origin.js';
import {hostPlatform} from './platform.js';
import {reservedBytes} from './reserve.js';
import {BundleWriter} from './writer.js';

export interface CreateRequest extends OriginRequest {
  readonly file: string;
}

export interface CreateWork {
  readonly docker: Pick<Docker, 'image' | 'imageContent' | 'readImageFiles' | 'saveImages'>;
  readonly signal: AbortSignal;
  /** Called with the bytes written so far, and about how many there will be. */
  readonly progress: (bytes: number, about: number) => void;
}

export interface Created {
  readonly id: string;
  readonly bytes: number;
  readonly manifest: Manifest;
}

/**
 * Writes a bundle of what a plan is made of. It gets its name when it is whole. The same inputs give the same bytes:
 * files are sorted, nothing of a time or an owner is in it, and each image is saved by itself, since an engine that
 * saves several takes them in any order.
 */
export async function createBundle(request: CreateRequest, work: CreateWork): Promise<Created> {
  const {plan, file} = request;
  const {docker, signal} = work;
  const images = await builtImages(plan, docker);
  const unfinished = `${file}.part`;
  const end = new AbortController();
  try {
    const archives = archivesOf(plan, docker, AbortSignal.any([signal, end.signal]));
    const origin = await originOf(request, docker);
    const files = await sourceFiles(plan.supplied, origin.folder);
    const sbom = await origin.sbom(images);
    const created = await write(unfinished, {request, work, origin, images, files, sbom, archives});
    await rename(unfinished, file);
    return created;
  } catch (error) {
    await rm(unfinished, {force: true});
    throwIfInterrupted(signal);
    if ((error as NodeJS.ErrnoException).syscall === undefined) throw error;
    throw new EastwestError(`${file} could not be written: ${messageOf(error)}`, {
      code: 'BUNDLE-NOT-WRITTEN',
      hint: 'see whether the folder is there and its disk has room',
      cause: error,
    });
  } finally {
    end.abort();
  }
}

type Archives = Readonly<Record<keyof Images, Promise<Readable>>>;

/** All are asked for at once: an engine first gathers an image on its own disk, which takes as long as giving it. */
function archivesOf({supplied}: Plan, docker: CreateWork['docker'], signal: AbortSignal): Archives {
  const archive = (role: keyof Images): Promise<Readable> => {
    const asked = docker.saveImages([supplied.images[role]], signal);
    // One that is not waited for any more, since something else failed, may fail as well.
    asked.then(
      (stream) => stream.on('error', () => undefined),
      () => undefined,
    );
    return asked;
  };
  return {client: archive('client'), node: archive('node')};
}

interface Writing {
  readonly request: CreateRequest;
  readonly work: CreateWork;
  readonly origin: Origin;
  readonly images: Images;
  readonly files: readonly SourceFile[];
  readonly sbom: Buffer;
  readonly archives: Archives;
}

async function write(unfinished: string, writing: Writing): Promise<Created> {
  const {request, work, origin, images, files, sbom, archives} = writing;
  const {os, architecture} = images.node;
  const {supplied} = request.plan;
  const head: Omit<Manifest, 'parts' | 'images'> = {
    format: 'eastwest-bundle',
    formatVersion: FORMAT_VERSION,
    madeFrom: origin.madeFrom,
    platform: {images: {os, architecture}, tools: hostPlatform()},
    ...toolPaths(supplied),
  };
  const sbomEntry = {path: SBOM_PATH, bytes: sbom.length};
  const reserved = reservedBytes(head, [...files, sbomEntry], images, origin.reference);
  const about = [...files, ...Object.values(images)].reduce((sum, {bytes}) => sum + bytes, 0);
  let done = 0;
  const onBytes = (bytes: number): void => work.progress((done += bytes), about);
  const handle = await open(unfinished, 'w');
  try {
    const writer = new BundleWriter(handle, {reserved, signal: work.signal, onBytes});
    for (const file of files) await writer.add(file, contentOfFile(file));
    await writer.add(sbomEntry, [sbom]);
    const take = async (role: keyof Images): Promise<ImageEntry> => {
      return takeImage(await archives[role], origin.reference(role), writer, work.signal);
    };
    const [client, node] = [await take('client'), await take('node')];
    const index = indexOf([client, node]);
    await writer.add({path: 'manifest.json', bytes: index.length}, [index]);
    const {text, bytes, manifest} = await writer.finish({...head, images: {client, node}});
    return {id: bundleId(text), bytes, manifest};
  } finally {
    await handle.close();
  }
}

/** With it the whole bundle is an archive that `docker load` takes. */
function indexOf(images: readonly ImageEntry[]): Buffer {
  const rows = images.map(({reference, config, layers}) => ({
    Config: blobPath(config),
    RepoTags: [reference],
    Layers: layers.map(({blob}) => blobPath(blob)),
  }));
  return Buffer.from(`${JSON.stringify(rows, null, 1)}\n`);
}
