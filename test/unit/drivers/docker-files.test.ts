import {Readable} from 'node:stream';
import test from 'ava';
import {extract} from 'tar-stream';
import {tarOf} from '../../../src/drivers/docker/files.js';

async function modesIn(archive: Buffer): Promise<Record<string, number | undefined>> {
  const modes: Record<string, number | undefined> = {};
  for await (const entry of Readable.from([archive]).pipe(extract())) {
    modes[entry.header.name] = entry.header.mode;
    entry.resume();
  }
  return modes;
}

test('files that go into a container have the mode that they are given', async (t) => {
  t.deepEqual(await modesIn(await tarOf({'a.json': '{}'}, 0o600)), {'a.json': 0o600});
  t.deepEqual(await modesIn(await tarOf({'a.json': '{}'})), {'a.json': 0o644});
});
