import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import test, {type ExecutionContext} from 'ava';
import fc from 'fast-check';
import {
  manifestSchema,
  manifestText,
  placed,
  sha256,
  sumsText,
  type Manifest,
} from '../../../../src/supply/bundle/manifest.js';
import {readBundle} from '../../../../src/supply/bundle/read-bundle.js';
import {BLOCK, END, headerOf, paddingOf, spanOf} from '../../../../src/supply/bundle/tar.js';
import {refusal} from '../../../helpers/error.js';
import {HEAD, smallBundle} from '../../../helpers/small-bundle.js';
import {tempFolder} from '../../../helpers/temp-folder.js';

const part = (path: string): unknown => ({...HEAD, parts: [{path, bytes: 0, sha256: sha256('')}]});

const GOOD = ['tools/kind', 'docs/ch12.ko.md', `blobs/sha256/${'a'.repeat(64)}`, 'scenarios/ch12/a-b_c.yaml'];
const BAD = [
  '',
  '/etc/passwd',
  '../x',
  'tools/../../x',
  'tools/..',
  'tools/./x',
  'tools//x',
  'tools/',
  'tools\\..\\x',
  'tools/.hidden',
  'tools/a b',
  'tools/a\u0000',
  'tools/-rf',
  'bundle.json',
  'SHA256SUMS',
  'home/x',
  `tools/${'x'.repeat(100)}`,
];

test('a part lies in a folder that bundles have', (t) => {
  for (const path of GOOD) t.true(manifestSchema.safeParse(part(path)).success, path);
  for (const path of BAD) t.false(manifestSchema.safeParse(part(path)).success, path);
});

test('no path that is accepted leaves the folder that it is unpacked to', (t) => {
  const segment = fc.constantFrom('..', '.', '', 'tools', 'a', '\\', 'c:', '~', '%2e%2e', '...', 'b.yaml');
  fc.assert(
    fc.property(fc.array(segment, {maxLength: 5}), (segments) => {
      const path = `tools/${segments.join('/')}`;
      if (!manifestSchema.safeParse(part(path)).success) return true;
      return join('/here', path).startsWith('/here/tools/') && !path.includes('\\') && !path.includes(':');
    }),
  );
  t.pass();
});

/** A file whose first entry is a manifest of our choice; nothing behind it fits. */
async function withManifest(t: ExecutionContext, value: unknown): Promise<string> {
  const file = join(await tempFolder(t), 'made.tar');
  const text = Buffer.from(typeof value === 'string' ? value : `${JSON.stringify(value, null, 1)}\n`);
  const header = await headerOf({path: 'bundle.json', bytes: text.length});
  writeFileSync(file, Buffer.concat([header, text, Buffer.alloc(paddingOf(text.length)), END]));
  return file;
}

async function manifestOf(t: ExecutionContext): Promise<Manifest> {
  return (await readBundle(await smallBundle(await tempFolder(t)))).manifest;
}

test('a manifest that contradicts itself is refused', async (t) => {
  const good = await manifestOf(t);
  const [first, ...rest] = good.parts;
  const cases: readonly [RegExp, unknown][] = [
    [/README\.md is there twice/, {...good, parts: [...good.parts, first]}],
    [/is missing/, {...good, tools: {...good.tools, kind: 'tools/none'}}],
    [/is missing/, {...good, parts: rest.filter(({path}) => !path.startsWith('blobs/'))}],
    [/is misnamed/, {...good, parts: good.parts.map((one) => ({...one, sha256: sha256('other')}))}],
    [
      /tools\/kind is a file and a folder/,
      {...good, parts: [...good.parts, {...first, path: 'tools/kind/x'}]},
    ],
    [
      /no image has blobs/,
      {
        ...good,
        parts: [...good.parts, {path: `blobs/sha256/${sha256('more')}`, bytes: 4, sha256: sha256('more')}],
      },
    ],
    [/parts\.0\.path/, {...good, parts: [{...first, path: '../evil'}, ...rest]}],
    [/Unrecognized key/, {...good, more: 1}],
    [/changed/, `${JSON.stringify(good)}\n`],
  ];
  for (const [said, value] of cases) {
    const error = await refusal(t, readBundle(await withManifest(t, value)));
    t.is(error.code, 'BUNDLE-DAMAGED');
    t.regex(error.message, /bundle\.json: /);
    t.regex(error.message, said);
  }
});

test('a bundle of a later form says that a newer program is needed', async (t) => {
  const file = await withManifest(t, {...HEAD, formatVersion: 2, parts: []});
  const error = await refusal(t, readBundle(file));
  t.is(error.code, 'BUNDLE-FOREIGN');
  t.regex(error.message, /version 2, known here is 1/);
  t.regex(error.hint ?? '', /newer eastwest/);
});

test('the manifest fills its place, and says at once when it is too large for it', (t) => {
  const manifest = manifestSchema.parse(part('tools/kind'));
  const text = manifestText(manifest, 4096);
  t.is(text.length, 4096);
  t.deepEqual(JSON.parse(text.toString()), manifest);
  t.throws(() => manifestText(manifest, 100), {instanceOf: RangeError});
});

test('the sums are those that sha256sum reads', (t) => {
  const parts = [{path: 'tools/kind', bytes: 0, sha256: sha256('')}];
  const text = sumsText(Buffer.from('manifest'), parts).toString();
  t.is(text, `${sha256('manifest')}  bundle.json\n${sha256('')}  tools/kind\n`);
});

test('parts lie one behind the other, each on a block of its own', (t) => {
  fc.assert(
    fc.property(fc.array(fc.nat(5000)), (sizes) => {
      const parts = placed(
        1000,
        sizes.map((bytes) => ({path: 'tools/kind', bytes, sha256: ''})),
      );
      return parts.every(({at}, index) => {
        const before = parts[index - 1];
        return (
          at % BLOCK === 0 && at === (before === undefined ? spanOf(1000) : before.at + spanOf(before.bytes))
        );
      });
    }),
  );
  t.pass();
});
