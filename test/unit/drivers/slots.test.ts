import test from 'ava';
import type {Docker} from '../../../src/drivers/docker/docker.js';
import {readSlot, writeSlot} from '../../../src/drivers/docker/slots.js';
import {untouchable} from '../../fakes/drivers.js';

const FILES = ['/a', '/b'] as const;

function node() {
  const files = new Map<string, string>();
  const docker = untouchable<Docker>('docker', {
    readFile: (_name, path) => Promise.resolve(files.get(path)),
    writeFiles: async (_name, texts) => {
      for (const [path, text] of Object.entries(texts)) files.set(path, text);
    },
  });
  return {docker, files};
}

test('what was written last is read; nothing is a value as well', async (t) => {
  const {docker, files} = node();
  t.is(await readSlot(docker, 'n', FILES), undefined);
  for (const value of [{of: 1}, {of: 2}, {of: 3}]) {
    await writeSlot(docker, 'n', FILES, value);
    t.deepEqual(await readSlot(docker, 'n', FILES), value);
  }
  t.deepEqual([...files.keys()].sort(), ['/a', '/b'], 'they take turns');
  await writeSlot(docker, 'n', FILES, undefined);
  t.is(await readSlot(docker, 'n', FILES), undefined);
});

test('a write that was broken off at any byte leaves what was there before', async (t) => {
  const {docker, files} = node();
  await writeSlot(docker, 'n', FILES, {of: 'first'});
  await writeSlot(docker, 'n', FILES, {of: 'second'});
  const [path = ''] = [...files].find(([, text]) => text.includes('second')) ?? [];
  const whole = files.get(path) ?? '';
  for (const length of whole.split('').keys()) {
    files.set(path, whole.slice(0, length));
    t.deepEqual(await readSlot(docker, 'n', FILES), {of: 'first'}, `${length} bytes`);
  }
});
