import {execFileSync} from 'node:child_process';
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test from 'ava';
import fc from 'fast-check';
import {EastwestError} from '../../../../src/base/errors.js';
import {readBundle, type Bundle} from '../../../../src/supply/bundle/read-bundle.js';
import {verifyBundle} from '../../../../src/supply/bundle/verify.js';
import {refusal} from '../../../helpers/error.js';
import {FILES, LAYER_PATH, smallBundle} from '../../../helpers/small-bundle.js';
import {tempFolder} from '../../../helpers/temp-folder.js';

const signal = new AbortController().signal;

async function verified(file: string): Promise<Bundle> {
  const bundle = await readBundle(file);
  await verifyBundle(bundle, {signal, onBytes: () => undefined});
  return bundle;
}

test('a bundle is whole, and all its contents are read', async (t) => {
  const file = await smallBundle(await tempFolder(t));
  const bundle = await readBundle(file);
  let bytes = 0;
  await verifyBundle(bundle, {signal, onBytes: (more) => (bytes += more)});
  t.is(
    bytes,
    bundle.parts.reduce((sum, part) => sum + part.bytes, 0),
  );
  t.deepEqual(
    bundle.parts.slice(0, FILES.length).map(({path}) => path),
    FILES.map(([path]) => path),
  );
});

test('the same contents give the same bytes, and so the same id', async (t) => {
  const folder = await tempFolder(t);
  const [one, two] = [await smallBundle(folder, 'one.tar'), await smallBundle(folder, 'two.tar')];
  t.deepEqual(readFileSync(one), readFileSync(two));
});

test('tar and sha256sum agree with it', async (t) => {
  const folder = await tempFolder(t);
  const file = await smallBundle(folder);
  execFileSync('tar', ['--extract', '--file', file, '--directory', folder]);
  const said = execFileSync('sha256sum', ['--check', 'SHA256SUMS'], {cwd: folder, encoding: 'utf8'});
  t.regex(said, /^bundle\.json: OK$/m);
  t.regex(said, /^tools\/kind: OK$/m);
  const listed = execFileSync('tar', ['--list', '--verbose', '--file', file], {encoding: 'utf8'});
  t.regex(listed, /^-rwxr-xr-x 0\/0 .* tools\/kind$/m);
  t.regex(listed, /^-rw-r--r-- 0\/0 .* README\.md$/m);
});

/** Bundles in which one thing was done to the bytes. */
function damagedBundles(): {
  whole: Buffer;
  refusedFor: (bytes: Buffer) => Promise<EastwestError | undefined>;
} {
  const file = join(folder, 'damaged.tar');
  return {
    whole: readFileSync(join(folder, 'whole.tar')),
    refusedFor: async (bytes) => {
      writeFileSync(file, bytes);
      return verified(file).then(
        () => undefined,
        (error: unknown) => {
          if (error instanceof EastwestError) return error;
          throw error;
        },
      );
    },
  };
}

let folder = '';
test.before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'eastwest-test-'));
  await smallBundle(folder, 'whole.tar');
});
test.after.always(() => rmSync(folder, {recursive: true, force: true}));

const CODES = new Set(['BUNDLE-DAMAGED', 'BUNDLE-FOREIGN']);

test.serial('a bundle that is cut at any place is refused', async (t) => {
  const {whole, refusedFor} = damagedBundles();
  await fc.assert(
    fc.asyncProperty(fc.integer({min: 0, max: whole.length - 1}), async (length) => {
      const error = await refusedFor(whole.subarray(0, length));
      return error !== undefined && CODES.has(error.code) && error.exitCode === 2;
    }),
    {numRuns: 150},
  );
  t.pass();
});

test.serial('a bundle in which any one bit is another one is refused', async (t) => {
  const {whole, refusedFor} = damagedBundles();
  await fc.assert(
    fc.asyncProperty(fc.integer({min: 0, max: whole.length * 8 - 1}), async (bit) => {
      const bytes = Buffer.from(whole);
      bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      const error = await refusedFor(bytes);
      return error !== undefined && CODES.has(error.code);
    }),
    {numRuns: 300},
  );
  t.pass();
});

test.serial('a bundle with anything behind its end is refused', async (t) => {
  const {whole, refusedFor} = damagedBundles();
  const error = await refusedFor(Buffer.concat([whole, Buffer.alloc(512)]));
  t.is(error?.code, 'BUNDLE-DAMAGED');
  t.regex(error?.message ?? '', /its end: 512 bytes too many/);
});

/** Where the content of a part begins. */
function contentAt(whole: Buffer, text: string): number {
  return whole.indexOf(text, 4096 + 1024);
}

test.serial('what is damaged is named', async (t) => {
  const {whole, refusedFor} = damagedBundles();
  const change = async (at: number): Promise<string> => {
    const bytes = Buffer.from(whole);
    bytes[at] = (bytes[at] ?? 0) ^ 1;
    return (await refusedFor(bytes))?.message ?? 'not refused';
  };
  t.regex(await change(contentAt(whole, 'a: 1')), /scenarios\/ch12\/a\.yaml: its SHA-256 is/);
  t.regex(await change(contentAt(whole, 'layerlayer')), new RegExp(`${LAYER_PATH}: its SHA-256 is`));
  t.regex(await change(contentAt(whole, 'tools/kind') + 105), /tools\/kind: its header/);
  t.regex(await change(contentAt(whole, 'read me') + 20), /README\.md: there is something behind it/);
  t.regex(await change(whole.indexOf('1.17.5')), /bundle\.json: /);
  t.regex(await change(whole.length - 1), /SHA256SUMS: changed/);
  const cut = await refusedFor(whole.subarray(0, contentAt(whole, 'layerlayer') + 10));
  t.regex(
    cut?.message ?? '',
    new RegExp(`${LAYER_PATH}: the file is cut: it has \\d+ of ${whole.length} bytes`),
  );
});

test('what never was a bundle is called foreign, and what is not there is said so', async (t) => {
  const own = await tempFolder(t);
  const file = join(own, 'foreign');
  for (const content of ['', 'PK\u0003\u0004 a zip', 'x'.repeat(5000)]) {
    writeFileSync(file, content);
    t.is((await refusal(t, readBundle(file))).code, 'BUNDLE-FOREIGN');
  }
  execFileSync('tar', ['--create', '--file', join(own, 'other.tar'), '--directory', own, 'foreign']);
  t.is((await refusal(t, readBundle(join(own, 'other.tar')))).code, 'BUNDLE-FOREIGN');
  const none = await refusal(t, readBundle(join(own, 'none')));
  t.is(none.code, 'BUNDLE-UNREADABLE');
  t.is(none.exitCode, 2);
  t.is((await refusal(t, readBundle(own))).code, 'BUNDLE-UNREADABLE', 'a folder');
});

test('an abort ends the reading', async (t) => {
  const bundle = await readBundle(await smallBundle(await tempFolder(t)));
  const reading = {signal: AbortSignal.abort(), onBytes: () => undefined};
  t.is((await refusal(t, verifyBundle(bundle, reading))).code, 'INTERRUPTED');
});
