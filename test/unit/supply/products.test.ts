import {mkdir, readdir, readFile, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import test from 'ava';
import {makeFolder, withScratch} from '../../../src/supply/products.js';
import {tempFolder} from '../../helpers/temp-folder.js';

test('a folder gets its name only when it is whole', async (t) => {
  const parent = await tempFolder(t);
  const folder = join(parent, 'part-1');
  await makeFolder(folder, async (unfinished) => {
    await writeFile(join(unfinished, 'program'), 'x');
    t.false((await readdir(parent)).includes('part-1'));
  });
  t.deepEqual(await readdir(parent), ['part-1']);
  t.is(await readFile(join(folder, 'program'), 'utf8'), 'x');
});

test('what fails leaves the name free, and the next try removes what was left', async (t) => {
  const parent = await tempFolder(t);
  const folder = join(parent, 'part-1');
  const failing = makeFolder(folder, () => Promise.reject(new Error('no disk')));
  await t.throwsAsync(failing, {message: 'no disk'});
  t.false((await readdir(parent)).includes('part-1'));
  await makeFolder(folder, (unfinished) => writeFile(join(unfinished, 'program'), 'x'));
  t.deepEqual(await readdir(parent), ['part-1']);
});

test('a part whose name begins with that of another is left alone', async (t) => {
  const parent = await tempFolder(t);
  await mkdir(join(parent, 'part-10'));
  await makeFolder(join(parent, 'part-1'), () => Promise.resolve());
  t.deepEqual((await readdir(parent)).sort(), ['part-1', 'part-10']);
});

test('scratch is removed, whatever came of the work', async (t) => {
  const parent = await tempFolder(t);
  const scratch = join(parent, 'base');
  t.is(await withScratch(scratch, () => Promise.resolve(7)), 7);
  await t.throwsAsync(
    withScratch(scratch, () => Promise.reject(new Error('no'))),
    {message: 'no'},
  );
  t.deepEqual(await readdir(parent), []);
});
