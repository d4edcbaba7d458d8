import {createHash} from 'node:crypto';
import {mkdir, open, utimes, writeFile} from 'node:fs/promises';
import {dirname, join} from 'node:path';
import {makeFolder, folderProduct} from '../products.js';
import {bundlesFolder} from './loaded.js';
import {MANIFEST_PATH} from './manifest.js';
import {withFile, type Bundle} from './read-bundle.js';
import {damaged} from './refusal.js';
import {contentOf, type Reading} from './verify.js';

/**
 * Puts everything but the images into the cache, under the bundle's id, whole or not at all. The folder that it
 * resolves to has its name from its content; one that is there is whole.
 */
export async function unpackFiles(
  bundle: Bundle,
  cache: string,
  now: Date,
  reading: Reading,
): Promise<string> {
  const {file, id, parts, manifestBytes} = bundle;
  const folder = join(bundlesFolder(cache), id);
  const files = parts.filter(({path}) => !path.startsWith('blobs/') && path !== 'manifest.json');
  const whole = folderProduct(folder, [MANIFEST_PATH, ...files.map(({path}) => path)]);
  if (!(await whole.there())) {
    await makeFolder(folder, (unfinished) =>
      withFile(file, async (handle) => {
        for (const part of files) {
          const target = join(unfinished, part.path);
          await mkdir(dirname(target), {recursive: true});
          const out = await open(target, 'wx', part.executable === true ? 0o755 : 0o644);
          const hash = createHash('sha256');
          try {
            for await (const chunk of contentOf(handle, part, reading)) {
              hash.update(chunk);
              // All of it: a single write may take less, where the disk is nearly full.
              await out.writeFile(chunk);
            }
          } finally {
            await out.close();
          }
          // The file was whole a moment ago; someone may be writing to it.
          if (hash.digest('hex') !== part.sha256) throw damaged(file, part.path, 'it changed meanwhile');
        }
        await writeFile(join(unfinished, MANIFEST_PATH), manifestBytes);
      }),
    );
  }
  // The latest loaded bundle is the one that is used.
  await utimes(join(folder, MANIFEST_PATH), now, now);
  return folder;
}
