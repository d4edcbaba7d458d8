import {mkdir, readFile, writeFile} from 'node:fs/promises';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {format, resolveConfig} from 'prettier';
import {coursePages} from './course-pages.js';
import {findingFiles} from './finding-pages.js';
import {knownPages} from './known-pages.js';
import {languagePages} from './language-pages.js';

/** The folder of the project; this file lies compiled in build/scripts. */
export const PROJECT = fileURLToPath(new URL('../../', import.meta.url));

/** Makes files from the source: full text by path in the project. */
export type Generator = (project: string) => Promise<Readonly<Record<string, string>>>;

/** Everything that is generated. A new kind of page or schema is a line here. */
const GENERATORS: readonly Generator[] = [coursePages, findingFiles, knownPages, languagePages];

/** Every generated file as it should be, laid out as `npm run check` wants it. */
export async function generated(): Promise<ReadonlyMap<string, string>> {
  const files = new Map<string, string>();
  for (const generate of GENERATORS) {
    for (const [path, text] of Object.entries(await generate(PROJECT))) {
      const filepath = join(PROJECT, path);
      files.set(path, await format(text, {...(await resolveConfig(filepath)), filepath}));
    }
  }
  return files;
}

/** Those that are not on disk as they should be. */
export async function staleFiles(): Promise<readonly string[]> {
  const stale: string[] = [];
  for (const [path, text] of await generated()) {
    const found = await readFile(join(PROJECT, path), 'utf8').catch(() => undefined);
    if (found !== text) stale.push(path);
  }
  return stale;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const [path, text] of await generated()) {
    await mkdir(dirname(join(PROJECT, path)), {recursive: true});
    await writeFile(join(PROJECT, path), text);
    process.stdout.write(`${path}\n`);
  }
}
