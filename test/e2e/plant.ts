import {cp, mkdtemp, readFile, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import type {ExecutionContext} from 'ava';
import {projectFile} from '../helpers/project.js';

/**
 * A copy of the chapter's folder with one manifest changed, as a reader might have mistyped it; resolves to
 * its lab file. The change must change something, or the test would prove nothing.
 */
export async function changedChapter(
  t: ExecutionContext,
  file: string,
  change: (text: string) => string,
): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'eastwest-planted-'));
  t.teardown(() => rm(folder, {recursive: true, force: true}));
  await cp(projectFile('ch12'), folder, {recursive: true});
  const before = await readFile(join(folder, file), 'utf8');
  const after = change(before);
  if (after === before) throw new Error(`nothing was changed in ${file}`);
  await writeFile(join(folder, file), after);
  return join(folder, 'lab.yaml');
}
