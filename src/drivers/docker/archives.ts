import type {Readable} from 'node:stream';
import type Dockerode from 'dockerode';
import {EastwestError, throwIfInterrupted} from '../../base/errors.js';
import {ask, lookUp, removal} from './engine.js';
import {fileCalls} from './files.js';
import type {Docker, ImageContent} from './docker.js';

type ArchiveCalls = Pick<
  Docker,
  'imageContent' | 'readImageFiles' | 'saveImages' | 'loadImages' | 'keptLayers'
>;

/** How the engine names its newer store of images, which asks for every layer of an archive. */
const CONTAINERD_STORE = 'io.containerd.snapshotter.v1';
const LOADED = /^Loaded image(?: ID)?: (\S+)$/;

/** Whole images, in and out of the engine, and what they consist of. */
export function archiveCalls(engine: Dockerode): ArchiveCalls {
  const imageContent = async (reference: string): Promise<ImageContent | undefined> => {
    const found = await lookUp(`look at image ${reference}`, () => engine.getImage(reference).inspect());
    if (found === undefined) return undefined;
    const {Id: id, Os: os, Architecture: architecture, RootFS, Size: bytes} = found;
    return {id, os, architecture, layers: RootFS.Layers ?? [], bytes};
  };
  return {
    imageContent,
    readImageFiles: async (image, paths, labels) => {
      const container = await ask(`look into image ${image}`, () =>
        engine.createContainer({Image: image, Labels: labels, NetworkDisabled: true, Cmd: ['none']}),
      );
      try {
        const {readFile} = fileCalls(engine);
        const read = paths.map(async (path) => [path, await readFile(container.id, path)] as const);
        const found = await Promise.all(read);
        return Object.fromEntries(
          found.flatMap(([path, text]) => (text === undefined ? [] : [[path, text]])),
        );
      } finally {
        await removal(`remove container ${container.id}`, () => container.remove({force: true, v: true}));
      }
    },
    saveImages: async (references, signal) => {
      throwIfInterrupted(signal);
      // Its types do not know this call of the library.
      const {getImages} = engine as unknown as {
        getImages(options: {names: readonly string[]; abortSignal: AbortSignal}): Promise<Readable>;
      };
      const archive = await ask(`save ${references.join(' and ')}`, () =>
        getImages.call(engine, {names: references, abortSignal: signal}),
      );
      const stop = (): void => void archive.destroy(new Error('stopped'));
      if (signal.aborted) stop();
      signal.addEventListener('abort', stop, {once: true});
      archive.once('close', () => signal.removeEventListener('abort', stop));
      return archive;
    },
    loadImages: async (archive, signal) => {
      throwIfInterrupted(signal);
      const stop = (): void => void archive.destroy(new Error('stopped'));
      signal.addEventListener('abort', stop, {once: true});
      try {
        const answer = await ask('load images', () =>
          engine.loadImage(archive, {quiet: true, abortSignal: signal}),
        );
        return await loaded(engine, answer);
      } catch (error) {
        throwIfInterrupted(signal);
        throw error;
      } finally {
        signal.removeEventListener('abort', stop);
        archive.destroy();
      }
    },
    keptLayers: async () => {
      const {DriverStatus} = await ask(
        'ask the engine',
        () => engine.info() as Promise<{DriverStatus?: unknown}>,
      );
      if (JSON.stringify(DriverStatus ?? []).includes(CONTAINERD_STORE)) return [];
      const rows = await ask('list images', () => engine.listImages({all: true}));
      const found = await Promise.all(rows.map(({Id}) => imageContent(Id)));
      return found.flatMap((image) => (image === undefined ? [] : [image.layers]));
    },
  };
}

/** The engine answers with a line for each image, or with an error in the midst of a good answer. */
async function loaded(engine: Dockerode, answer: NodeJS.ReadableStream): Promise<string[]> {
  const messages = await new Promise<{stream?: string; error?: string}[]>((resolve, reject) => {
    engine.modem.followProgress(answer, (error: Error | null, all: {stream?: string; error?: string}[]) => {
      if (error === null) resolve(all);
      else reject(new EastwestError(`load images: ${error.message}`, {code: 'DOCKER-FAILED', cause: error}));
    });
  });
  const failure = messages.find(({error}) => error !== undefined)?.error;
  if (failure !== undefined) throw new EastwestError(`load images: ${failure}`, {code: 'DOCKER-FAILED'});
  return messages.flatMap(({stream = ''}) =>
    stream.split('\n').flatMap((line) => LOADED.exec(line.trim())?.[1] ?? []),
  );
}
