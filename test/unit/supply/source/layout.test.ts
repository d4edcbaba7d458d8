import {appendFile, cp, mkdir, rm, utimes, writeFile} from 'node:fs/promises';
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {fingerprint} from '../../../../src/supply/recipe.js';
import {GO} from '../../../../src/supply/source/catalog.js';
import {istioAlone} from '../../../../src/supply/source/istio-alone.js';
import {layoutOf, type Layout} from '../../../../src/supply/source/layout.js';
import type {SupplyFolders} from '../../../../src/supply/work.js';
import {projectFile} from '../../../helpers/project.js';
import {tempFolder} from '../../../helpers/temp-folder.js';

const ISTIO = '1.17.5';

/** A copy of the recipes, and workloads of one file, that a test may change. */
async function recipes(t: ExecutionContext): Promise<SupplyFolders> {
  const folder = await tempFolder(t);
  const folders = {images: join(folder, 'images'), cache: '/cache', workloads: join(folder, 'workloads')};
  await cp(projectFile('images'), folders.images, {recursive: true});
  await mkdir(folders.workloads);
  await writeFile(join(folders.workloads, 'main.js'), 'export {};\n');
  return folders;
}

/** Every name that carries a hash. */
function hashed({go, envoy, base, system, pods, node, client, tools}: Layout): Record<string, string> {
  const images = Object.fromEntries(pods.map(({pod, image}) => [`pod-${pod.name}`, image]));
  return {...go, ...images, envoy, base, system, node, client, tools};
}

function changed(before: Layout, after: Layout): string[] {
  const names = hashed(after);
  return Object.entries(hashed(before))
    .filter(([name, value]) => names[name] !== value)
    .map(([name]) => name)
    .sort();
}

test('the same recipes have the same names, whenever their files were written', async (t) => {
  const folders = await recipes(t);
  const before = layoutOf(folders, ISTIO);
  await utimes(join(folders.images, 'node/bake.sh'), new Date(0), new Date(0));
  t.deepEqual(hashed(layoutOf(folders, ISTIO)), hashed(before));
});

test('every hashed name ends in 12 hex digits', async (t) => {
  for (const name of Object.values(hashed(layoutOf(await recipes(t), ISTIO))))
    t.regex(name, /[-:/][0-9a-f]{12}$/);
});

const changes = test.macro({
  async exec(t, file: string, expected: readonly string[]) {
    const folders = await recipes(t);
    const before = layoutOf(folders, ISTIO);
    await appendFile(join(folders.images, file), '\n');
    t.deepEqual(changed(before, layoutOf(folders, ISTIO)), [...expected].sort());
  },
  title: (_, file: string) => `one more byte in ${file} renames what is made from it, and nothing else`,
});

test(changes, 'etcd/go.sum', ['etcd', 'pod-etcd', 'node']);
test(changes, 'coredns/Dockerfile', ['pod-coredns', 'node']);
test(changes, 'jaeger/go.sum', ['jaeger', 'pod-jaeger', 'node']);
test(changes, 'configmap-reload/configmap-reload.sh', ['pod-configmap-reload', 'node']);
test(changes, `istio/${ISTIO}/go.mod`, ['istio', 'pod-pilot', 'pod-proxyv2', 'node', 'tools']);
test(changes, 'envoy/requirements.txt', ['envoy', 'pod-proxyv2', 'node']);
test(changes, 'node/Dockerfile', ['system', 'node']);
test(changes, 'node/bake.sh', ['node']);
test(changes, 'node/files/kind/bin/write-pod-network', ['system', 'node']);
test(changes, 'client/Dockerfile', ['client']);
test(changes, 'workloads/package.json', ['pod-prometheus', 'pod-workloads', 'client', 'node']);
test(changes, 'istio/1.18.2/go.sum', []);
test(changes, 'README.md', []);

test('a lab with another Istio has other images of it and of what its manifests name, and shares the rest', async (t) => {
  const folders = await recipes(t);
  t.deepEqual(changed(layoutOf(folders, ISTIO), layoutOf(folders, '1.20.0')), [
    'istio',
    'node',
    'pod-configmap-reload',
    'pod-jaeger',
    'pod-pilot',
    'pod-prometheus',
    'pod-proxyv2',
    'tools',
  ]);
});

test('a recipe that lies elsewhere is the same recipe: what is built of it keeps its name', async (t) => {
  const folders = await recipes(t);
  const {parts, go} = layoutOf(folders, ISTIO);
  const recipe = [`istio/${ISTIO}/go.mod`, `istio/${ISTIO}/go.sum`];
  const texts = recipe.map((name) => readFileSync(join(folders.images, name), 'utf8'));
  const [mod, sum] = texts;
  // As it was named when there was one version of Istio, in `istio/` itself.
  const hash = fingerprint(GO, parts.istio, [
    ['istio/go.mod', mod],
    ['istio/go.sum', sum],
  ]);
  t.is(go.istio, `/cache/parts/istio-${hash}`);
});

test('what is built by itself of a version is what a lab with it is made of', async (t) => {
  const folders = await recipes(t);
  const {pods, go} = layoutOf(folders, '1.18.2');
  const {istioctl, images} = istioAlone(folders, '1.18.2');
  const imageOf = (name: string) => pods.find(({pod}) => pod.name === name)?.image;
  t.deepEqual(images, {pilot: imageOf('pilot') ?? '', proxyv2: imageOf('proxyv2') ?? ''});
  t.is(istioctl, `${go.istio.replace('/parts/', '/tools/')}/istioctl`);
});

test('a changed base renames every image, and no program', async (t) => {
  const folders = await recipes(t);
  const before = layoutOf(folders, ISTIO);
  await appendFile(join(folders.images, 'base/Dockerfile'), '\n');
  const images = before.pods.map(({pod}) => `pod-${pod.name}`);
  t.deepEqual(
    changed(before, layoutOf(folders, ISTIO)),
    ['base', 'client', 'node', 'system', ...images].sort(),
  );
});

test('a changed workload renames the images that have it; a source map does not count', async (t) => {
  const folders = await recipes(t);
  const before = layoutOf(folders, ISTIO);
  await writeFile(join(folders.workloads, 'main.js.map'), '{}');
  t.deepEqual(changed(before, layoutOf(folders, ISTIO)), []);
  await appendFile(join(folders.workloads, 'main.js'), '\n');
  t.deepEqual(changed(before, layoutOf(folders, ISTIO)), [
    'client',
    'node',
    'pod-prometheus',
    'pod-workloads',
  ]);
});

test('the tools.go of a part does not count: the package is published without it', async (t) => {
  const folders = await recipes(t);
  const before = layoutOf(folders, ISTIO);
  await rm(join(folders.images, `istio/${ISTIO}/tools.go`));
  t.deepEqual(changed(before, layoutOf(folders, ISTIO)), []);
});
