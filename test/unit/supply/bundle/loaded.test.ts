import {mkdirSync, utimesSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import type {Docker} from '../../../../src/drivers/docker/docker.js';
import {sharedLayers} from '../../../../src/supply/bundle/load-images.js';
import {bundleSupply} from '../../../../src/supply/bundle/bundle.js';
import {loadedBundles, locateBundle} from '../../../../src/supply/bundle/loaded.js';
import {sha256, type Manifest} from '../../../../src/supply/bundle/manifest.js';
import {hostPlatform} from '../../../../src/supply/bundle/platform.js';
import {untouchable, untouchableDrivers} from '../../../fakes/drivers.js';
import {chapterPlan} from '../../../helpers/chapter.js';
import {refusal} from '../../../helpers/error.js';
import {HEAD} from '../../../helpers/small-bundle.js';
import {tempFolder} from '../../../helpers/temp-folder.js';

const VERSIONS = HEAD.madeFrom.versions;
const MANIFEST: Manifest = {
  ...HEAD,
  platform: {...HEAD.platform, tools: hostPlatform()},
  parts: [{path: 'tools/kind', bytes: 0, sha256: sha256('')}],
};

function put(cache: string, id: string, manifest: unknown, seconds: number): void {
  const folder = join(cache, 'bundles', id);
  mkdirSync(join(folder, 'tools'), {recursive: true});
  const addons = Object.values(MANIFEST.addons).map(({manifest: file}) => file);
  for (const path of [...Object.values(MANIFEST.tools), ...addons]) writeFileSync(join(folder, path), '');
  writeFileSync(
    join(folder, 'bundle.json'),
    typeof manifest === 'string' ? manifest : JSON.stringify(manifest),
  );
  utimesSync(join(folder, 'bundle.json'), seconds, seconds);
}

const folders = (cache: string) => ({images: '/images', workloads: '/workloads', cache});

test('of the bundles with the versions of a lab, the one that was loaded last is taken', async (t) => {
  const cache = await tempFolder(t);
  put(cache, 'aaaaaaaaaaaa', MANIFEST, 1000);
  put(cache, 'bbbbbbbbbbbb', MANIFEST, 2000);
  const {madeFrom} = MANIFEST;
  put(
    cache,
    'cccccccccccc',
    {...MANIFEST, madeFrom: {...madeFrom, versions: {...VERSIONS, istio: '1.18.7'}}},
    3000,
  );
  put(
    cache,
    'dddddddddddd',
    {...MANIFEST, platform: {...MANIFEST.platform, tools: {os: 'plan9', architecture: 'mips'}}},
    4000,
  );
  put(cache, 'eeeeeeeeeeee', 'no manifest', 5000);
  t.is(loadedBundles(cache).length, 4);
  const supplied = locateBundle(VERSIONS, folders(cache));
  t.is(supplied.supply, 'bundle');
  t.is(supplied.images.node, 'eastwest/node:bundle-bbbbbbbbbbbb');
  t.is(supplied.tools.kind, join(cache, 'bundles/bbbbbbbbbbbb/tools/kind'));
  t.deepEqual(supplied.proxy, madeFrom.proxy);
  const {istio} = VERSIONS;
  t.deepEqual(Object.keys(supplied.istio), [istio]);
  t.is(supplied.istio[istio]?.istioctl, supplied.tools.istioctl);
  t.deepEqual(supplied.addons, {
    prometheus: {manifest: join(cache, 'bundles/bbbbbbbbbbbb/tools/prometheus.yaml'), version: '2.42.0'},
  });
  utimesSync(join(cache, 'bundles/aaaaaaaaaaaa/bundle.json'), 6000, 6000);
  t.is(locateBundle(VERSIONS, folders(cache)).images.client, 'eastwest/client:bundle-aaaaaaaaaaaa');
});

test('without a bundle of these versions it is said what is loaded, and what to do', async (t) => {
  const cache = await tempFolder(t);
  const versions = {...VERSIONS, istio: '1.20.0'};
  const request = {
    versions,
    folders: folders(cache),
    mirrors: {registry: [], tools: undefined},
    catalog: '/catalog.yaml',
    host: {platform: 'linux', arch: 'x64'},
  };
  t.is((await refusal(t, bundleSupply.locate(request, undefined))).code, 'BUNDLE-NOT-LOADED');
  put(cache, 'aaaaaaaaaaaa', MANIFEST, 1000);
  const error = await refusal(t, bundleSupply.locate(request, undefined));
  t.regex(error.message, /no bundle with Istio 1\.20\.0/);
  t.regex(error.details.join(), /aaaaaaaaaaaa: Istio 1\.17\.5/);
  t.is(error.hint, 'eastwest bundle load FILE');
});

test('a bundle is there when its tools and both images are; what is gone can only be loaded again', async (t) => {
  const cache = await tempFolder(t);
  put(cache, 'aaaaaaaaaaaa', MANIFEST, 1000);
  const supplied = locateBundle(VERSIONS, folders(cache));
  const image = {id: 'sha256:1', tags: [], labels: {}, sizeBytes: 1};
  const whole = untouchable<Docker>('docker', {image: () => Promise.resolve(image)});
  t.true(await bundleSupply.isThere(supplied, whole));
  t.false(await bundleSupply.isThere(supplied, undefined));
  const docker = untouchable<Docker>('docker', {
    image: (reference) => Promise.resolve(reference.includes('node') ? undefined : image),
  });
  t.false(await bundleSupply.isThere(supplied, docker));
  const [step] = bundleSupply.steps(chapterPlan(supplied), {...untouchableDrivers(), docker});
  const context = {signal: new AbortController().signal, say: () => undefined};
  t.deepEqual(await step?.done(context), {done: false, seen: 'no eastwest/node:bundle-aaaaaaaaaaaa'});
  const error = await refusal(t, step?.run(context) ?? Promise.resolve());
  t.is(error.code, 'BUNDLE-NOT-WHOLE');
  t.regex(error.hint ?? '', /eastwest bundle load FILE/);
});

test('layers that some image has from the lowest on are not sent again', (t) => {
  const image = {
    reference: 'eastwest/node:1',
    config: 'sha256:c',
    layers: ['a', 'b', 'c'].map((layer) => ({blob: layer, unpacked: layer})),
  };
  t.is(sharedLayers(image, []), 0);
  t.is(sharedLayers(image, [['b', 'c'], ['x']]), 0);
  t.is(
    sharedLayers(image, [
      ['a', 'x', 'c'],
      ['a', 'b'],
    ]),
    2,
  );
  t.is(sharedLayers(image, [['a', 'b', 'c', 'd']]), 3);
});
