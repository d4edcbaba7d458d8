import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import type {ExecutionContext} from 'ava';

/** An empty folder that is removed when the test is over. */
export async function tempFolder(t: ExecutionContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'eastwest-test-'));
  t.teardown(() => rm(folder, {recursive: true, force: true}));
  return folder;
}
