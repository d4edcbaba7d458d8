import {chmod, readFile, stat, symlink, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import test from 'ava';
import {readPrivate, writeWhole} from '../../../src/base/private-file.js';
import {EastwestError} from '../../../src/base/errors.js';
import {clusterKubes} from '../../../src/drivers/kube/cluster-kube.js';
import {tempFolder} from '../../helpers/temp-folder.js';

for (const mode of [0o640, 0o604, 0o644, 0o620, 0o666]) {
  test(`a key of mode ${mode.toString(8)} is refused, with the command that closes it`, async (t) => {
    const file = join(await tempFolder(t), 'key.pem');
    await writeFile(file, 'a key');
    await chmod(file, mode);
    const error = t.throws(() => readPrivate(file), {instanceOf: EastwestError});
    t.is(error.code, 'FILE-NOT-PRIVATE');
    t.regex(error.hint ?? '', new RegExp(`chmod 600 ${file}$`));
    t.false(error.message.includes('a key'));
  });
}

for (const mode of [0o600, 0o400]) {
  test(`a key of mode ${mode.toString(8)} is read`, async (t) => {
    const file = join(await tempFolder(t), 'key.pem');
    await writeFile(file, 'a key');
    await chmod(file, mode);
    t.is(readPrivate(file), 'a key');
  });
}

test('a kubeconfig that others can read is not used', async (t) => {
  const file = join(await tempFolder(t), 'west-kubeconfig');
  await writeFile(file, 'kind: Config\n', {mode: 0o644});
  t.throws(() => clusterKubes()(file), {message: /open to others \(mode 644\)/});
  await chmod(file, 0o600);
  t.notThrows(() => clusterKubes()(file));
});

test('what a killed program has left does not lend its rights to the file', async (t) => {
  const folder = await tempFolder(t);
  const file = join(folder, 'key.pem');
  await writeFile(`${file}.part`, 'half', {mode: 0o644});
  await writeWhole(file, 'a key', 0o600);
  t.is((await stat(file)).mode & 0o777, 0o600);
});

test('a link in the place of the file is replaced; what it leads to is left', async (t) => {
  const folder = await tempFolder(t);
  const [file, other] = [join(folder, 'key.pem'), join(folder, 'other')];
  await writeFile(other, "somebody's");
  await symlink(other, `${file}.part`);
  await symlink(other, file);
  await writeWhole(file, 'a key', 0o600);
  t.is(await readFile(other, 'utf8'), "somebody's");
  t.is(await readFile(file, 'utf8'), 'a key');
});
