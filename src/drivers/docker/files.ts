import {dirname} from 'node:path';
import {Readable} from 'node:stream';
import {text} from 'node:stream/consumers';
import type Dockerode from 'dockerode';
import {extract, pack} from 'tar-stream';
import {EastwestError} from '../../base/errors.js';
import {ask, lookUp} from './engine.js';
import type {Docker} from './docker.js';

type FileCalls = Pick<Docker, 'readFile' | 'writeFiles'>;

/** Files go in and out of a container as tar archives: that is the engine's interface. */
export function fileCalls(engine: Dockerode): FileCalls {
  return {
    readFile: async (container, path) => {
      const what = `read ${path} of ${container}`;
      const archive = await lookUp(what, () => engine.getContainer(container).getArchive({path}));
      if (archive === undefined) return undefined;
      // Awaited here: leaving the loop ends the archive, and with it a file that is not read yet.
      for await (const entry of Readable.from(archive).pipe(extract())) return await text(entry);
      throw new EastwestError(`${what}: the engine sent no file`, {code: 'DOCKER-FAILED'});
    },
    writeFiles: async (container, files, mode) => {
      for (const [path, content] of Object.entries(files)) {
        const archive = await tarOf({[path.slice(dirname(path).length + 1)]: content}, mode);
        await ask(`write ${path} of ${container}`, () =>
          engine.getContainer(container).putArchive(archive, {path: dirname(path)}),
        );
      }
    },
  };
}

/** A tar archive in memory, of small text files. */
export async function tarOf(files: Readonly<Record<string, string>>, mode = 0o644): Promise<Buffer> {
  const archive = pack();
  for (const [name, content] of Object.entries(files)) {
    archive.entry({name, mode, mtime: new Date(0)}, content);
  }
  archive.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of archive) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
