import {mkdirSync, symlinkSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import test, {type ExecutionContext} from 'ava';
import type {Supplied} from '../../../../src/plan/plan.js';
import {sourceFiles} from '../../../../src/supply/bundle/contents.js';
import {SUPPLIED} from '../../../helpers/chapter.js';
import {refusal} from '../../../helpers/error.js';
import {tempFolder} from '../../../helpers/temp-folder.js';

/** A package and its tools, all of no meaning. */
async function made(t: ExecutionContext): Promise<{readonly folder: string; readonly supplied: Supplied}> {
  const folder = await tempFolder(t);
  for (const name of ['ch12', 'docs', 'labs', 'scenarios', 'tools']) mkdirSync(join(folder, name));
  for (const name of ['LICENSE', 'README.md', 'docs/a.md']) writeFileSync(join(folder, name), name);
  const tool = (name: string): string => join(folder, 'tools', name);
  for (const name of ['kind', 'kubectl', 'istioctl', 'metallb.yaml']) writeFileSync(tool(name), name);
  const tools = {kind: tool('kind'), kubectl: tool('kubectl'), istioctl: tool('istioctl')};
  return {folder, supplied: {...SUPPLIED, tools, metallbManifest: tool('metallb.yaml'), addons: {}}};
}

test('a tool that is not there is named, with what makes it, though the images are there', async (t) => {
  const {folder, supplied} = await made(t);
  const tools = {...supplied.tools, istioctl: join(folder, 'tools', 'none')};
  const error = await refusal(t, sourceFiles({...supplied, tools}, folder));
  t.is(error.code, 'BUNDLE-NOT-BUILT');
  t.true(error.message.includes(join('tools', 'none')), error.message);
  t.is(error.hint, 'make it first: eastwest supply bake --supply source');
  const loaded = await refusal(t, sourceFiles({...supplied, tools, supply: 'bundle'}, folder));
  t.is(loaded.hint, 'load the bundle again: eastwest bundle load FILE');
});

test('a file that cannot have its name in a bundle is named', async (t) => {
  const {folder, supplied} = await made(t);
  writeFileSync(join(folder, 'scenarios', 'my own.yaml'), '');
  const error = await refusal(t, sourceFiles(supplied, folder));
  t.is(error.code, 'BUNDLE-BAD-NAME');
  t.true(error.message.startsWith(join(folder, 'scenarios', 'my own.yaml')), error.message);
});

test('what an editor has left does not go in, and does not hinder: its locks are links to nothing', async (t) => {
  const {folder, supplied} = await made(t);
  symlinkSync('me@here.1', join(folder, 'docs', '.#a.md'));
  const paths = (await sourceFiles(supplied, folder)).map(({path}) => path);
  t.deepEqual(paths, [
    'LICENSE',
    'README.md',
    'docs/a.md',
    'tools/istioctl',
    'tools/kind',
    'tools/kubectl',
    'tools/metallb.yaml',
  ]);
});
