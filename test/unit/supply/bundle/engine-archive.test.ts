import {mkdir, open} from 'node:fs/promises';
import {join} from 'node:path';
import {Readable} from 'node:stream';
import {setImmediate} from 'node:timers/promises';
import test, {type ExecutionContext} from 'ava';
import {pack, type Pack} from 'tar-stream';
import {takeImage} from '../../../../src/supply/bundle/engine-archive.js';
import {sha256, type ImageEntry} from '../../../../src/supply/bundle/manifest.js';
import {BundleWriter} from '../../../../src/supply/bundle/writer.js';
import {refusal} from '../../../helpers/error.js';
import {tempFolder} from '../../../helpers/temp-folder.js';

const SMALL = Buffer.from('a small layer');
const LARGE = Buffer.alloc(300 * 1024, 'a large layer');
const CONFIG = Buffer.from(
  JSON.stringify({rootfs: {diff_ids: [`sha256:${sha256(LARGE)}`, `sha256:${sha256(SMALL)}`]}}),
);
const EXPECTED: ImageEntry = {
  reference: 'eastwest/node:1',
  config: `sha256:${sha256(CONFIG)}`,
  layers: [LARGE, SMALL].map((layer) => ({
    blob: `sha256:${sha256(layer)}`,
    unpacked: `sha256:${sha256(layer)}`,
  })),
};

const index = (config: string, layers: readonly string[]): string =>
  JSON.stringify([{Config: config, RepoTags: ['eastwest/node:1'], Layers: layers}]);

/** What Docker 20.10 gives: folders by names of its own, and a link where a layer is there already. */
function archiveOf20(): Pack {
  const archive = pack();
  archive.entry({name: 'aaa/', type: 'directory'});
  archive.entry({name: 'aaa/VERSION'}, '1.0');
  archive.entry({name: 'aaa/layer.tar'}, LARGE);
  archive.entry({name: 'bbb/json'}, '{}');
  archive.entry({name: 'bbb/layer.tar'}, SMALL);
  archive.entry({name: 'ccc/layer.tar', type: 'symlink', linkname: '../aaa/layer.tar'});
  archive.entry({name: 'config.json'}, CONFIG);
  archive.entry({name: 'manifest.json'}, index('config.json', ['ccc/layer.tar', 'bbb/layer.tar']));
  archive.entry({name: 'repositories'}, '{}');
  archive.finalize();
  return archive;
}

/** What Docker 25 gives: an OCI layout with the older index beside it. */
function archiveOf25(): Pack {
  const archive = pack();
  const blob = (content: Buffer): string => {
    const name = `blobs/sha256/${sha256(content)}`;
    archive.entry({name}, content);
    return name;
  };
  const layers = [blob(LARGE), blob(SMALL)];
  const config = blob(CONFIG);
  blob(Buffer.from('{"schemaVersion": 2}'));
  archive.entry({name: 'index.json'}, '{}');
  archive.entry({name: 'manifest.json'}, index(config, layers));
  archive.entry({name: 'oci-layout'}, '{}');
  archive.finalize();
  return archive;
}

async function take(t: ExecutionContext, archive: Readable, signal = new AbortController().signal) {
  const folder = join(await tempFolder(t), 'x');
  await mkdir(folder);
  const handle = await open(join(folder, 'bundle.tar'), 'w');
  t.teardown(() => handle.close());
  const writer = new BundleWriter(handle, {reserved: 4096, signal, onBytes: () => undefined});
  return takeImage(archive, 'eastwest/node:1', writer, signal);
}

const streamOf = (archive: Pack): Readable => Readable.from(archive);

test('the archives of Docker 20.10 and 25 come to the same', async (t) => {
  t.deepEqual(await take(t, streamOf(archiveOf20())), EXPECTED);
  t.deepEqual(await take(t, streamOf(archiveOf25())), EXPECTED);
});

test('a large file that no layer is, an index without a layer, no index: each is refused by name', async (t) => {
  const made = (fill: (archive: Pack) => void): Readable => {
    const archive = pack();
    fill(archive);
    archive.finalize();
    return streamOf(archive);
  };
  const strange = made((archive) => {
    archive.entry({name: 'strange'}, LARGE);
    archive.entry({name: 'config.json'}, CONFIG);
    archive.entry({name: 'manifest.json'}, index('config.json', ['none']));
  });
  t.regex((await refusal(t, take(t, strange))).message, /no layer is strange/);
  const gone = made((archive) => {
    archive.entry({name: 'config.json'}, CONFIG);
    archive.entry({name: 'manifest.json'}, index('config.json', ['gone', 'gone']));
  });
  t.regex((await refusal(t, take(t, gone))).message, /it has no gone/);
  const other = made((archive) => archive.entry({name: 'config.json'}, CONFIG));
  const error = await refusal(t, take(t, other));
  t.is(error.code, 'BUNDLE-ENGINE-ARCHIVE');
  t.regex(error.message, /it has no manifest\.json/);
});

test('an engine that ends in the midst of a layer is an error, not a wait', async (t) => {
  const whole = await streamOf(archiveOf20()).toArray();
  const bytes = Buffer.concat(whole as Buffer[]);
  const cut = await refusal(t, take(t, Readable.from([bytes.subarray(0, 100_000)])));
  t.is(cut.code, 'BUNDLE-ENGINE-BROKE-OFF');
  async function* broken(): AsyncIterable<Buffer> {
    yield Promise.resolve(bytes.subarray(0, 100_000));
    throw new Error('socket hang up');
  }
  const error = await refusal(t, take(t, Readable.from(broken())));
  t.is(error.code, 'BUNDLE-ENGINE-BROKE-OFF');
  t.regex(error.message, /eastwest\/node:1: socket hang up/);
});

test('an archive that broke off before anybody read it is an error, not a wait', async (t) => {
  const endless = (): Readable => new Readable({read: () => undefined}).on('error', () => undefined);
  const broken = endless().destroy(new Error('stopped'));
  await setImmediate();
  const error = await refusal(t, take(t, broken));
  t.is(error.code, 'BUNDLE-ENGINE-BROKE-OFF');
  t.regex(error.message, /eastwest\/node:1: stopped/);
  t.is((await refusal(t, take(t, broken, AbortSignal.abort()))).code, 'INTERRUPTED');
  const closed = endless().destroy();
  await setImmediate();
  t.is((await refusal(t, take(t, closed))).code, 'BUNDLE-ENGINE-BROKE-OFF');
});
