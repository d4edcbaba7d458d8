import type Dockerode from 'dockerode';
import {EastwestError} from '../../base/errors.js';
import {labelFilter} from './containers.js';
import {ask, lookUp, removal} from './engine.js';
import {tarOf} from './files.js';
import type {Docker, ImageInfo, Labels} from './docker.js';

type ImageCalls = Pick<Docker, 'image' | 'images' | 'tagImage' | 'removeImage' | 'labelImage'>;

export function imageCalls(engine: Dockerode): ImageCalls {
  return {
    image: async (reference) => {
      const found = await lookUp(`look at image ${reference}`, () => engine.getImage(reference).inspect());
      if (found === undefined) return undefined;
      const info = toInfo(found.Id, found.RepoTags, found.Config.Labels, found.Size);
      return found.RepoDigests.length === 0 ? info : {...info, digests: found.RepoDigests};
    },
    images: async (labels) => {
      const rows = await ask('list images', () => engine.listImages({filters: {label: labelFilter(labels)}}));
      return rows.map((row) => toInfo(row.Id, row.RepoTags, row.Labels, row.Size));
    },
    tagImage: async (reference, repository, tag) => {
      await ask(`tag image ${reference}`, () => engine.getImage(reference).tag({repo: repository, tag}));
    },
    removeImage: (reference) =>
      removal(`remove image ${reference}`, () => engine.getImage(reference).remove()),
    labelImage: async (from, reference, labels, entrypoint) => {
      const replaced = entrypoint === undefined ? '' : `ENTRYPOINT ${JSON.stringify(entrypoint)}\n`;
      await build(engine, `FROM ${from}\n${replaced}`, `label image ${from}`, {reference, labels});
    },
  };
}

async function build(
  engine: Dockerode,
  dockerfile: string,
  what: string,
  {reference, labels}: {reference: string; labels: Labels},
): Promise<void> {
  const context = await tarOf({Dockerfile: dockerfile});
  const stream = await ask(what, () =>
    engine.buildImage(context as unknown as NodeJS.ReadableStream, {t: reference, labels: {...labels}}),
  );
  await new Promise<void>((resolve, reject) => {
    engine.modem.followProgress(stream, (error: Error | null, messages: {error?: string}[]) => {
      const said = error?.message ?? messages.find((message) => message.error !== undefined)?.error;
      if (said === undefined) resolve();
      else reject(new EastwestError(`${what}: ${said}`, {code: 'DOCKER-FAILED'}));
    });
  });
}

function toInfo(
  id: string,
  tags: string[] | undefined,
  labels: Labels | undefined,
  sizeBytes: number,
): ImageInfo {
  return {id, tags: tags ?? [], labels: labels ?? {}, sizeBytes};
}
