// Needs: a Docker engine, the docker client, Go. Makes and removes things of its own only.
import {chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync} from 'node:fs';
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {systemClock} from '../../src/base/clock.js';
import {dockerEngine} from '../../src/drivers/docker/docker-engine.js';
import {systemProcesses} from '../../src/drivers/process/system-processes.js';
import type {Plan, Supplied} from '../../src/plan/plan.js';
import {createBundle, type Created} from '../../src/supply/bundle/create.js';
import {loadBundle, type Loaded, type LoadWork} from '../../src/supply/bundle/load.js';
import {imageReference, locateBundle} from '../../src/supply/bundle/loaded.js';
import {ROLES} from '../../src/supply/bundle/origin.js';
import {chapterPlan, SUPPLIED} from '../helpers/chapter.js';
import {refusal} from '../helpers/error.js';
import {PROJECT} from '../helpers/project.js';
import {buildTinyImage} from '../helpers/tiny-image.js';

const docker = dockerEngine();
const OWN = `eastwest-test-bundle-${process.pid}`;
const IMAGES = {client: `${OWN}-client:1`, node: `${OWN}-node:1`};
const options = {signal: new AbortController().signal, timeoutMs: 100_000};

let folder = '';
let plan: Plan;
let file = '';
let made: Created;

test.before('a bundle of two small images, one upon the other', async (t) => {
  t.timeout(120_000);
  folder = await mkdtemp(join(tmpdir(), 'eastwest-test-'));
  await buildTinyImage(IMAGES.client, folder);
  writeFileSync(join(folder, 'Dockerfile'), `FROM ${IMAGES.client}\nCOPY tiny /bin/other\n`);
  const env = {DOCKER_BUILDKIT: '0'};
  await systemProcesses.run('docker', ['build', '--quiet', '--tag', IMAGES.node, folder], {...options, env});
  plan = chapterPlan(suppliedIn(join(folder, 'tools')));
  file = join(folder, 'made.tar');
  made = await create(file);
});

test.after.always('nothing is left', async (t) => {
  await forget();
  for (const reference of Object.values(IMAGES)) await docker.removeImage(reference);
  await rm(folder, {recursive: true, force: true});
  for (const reference of Object.values(IMAGES)) t.is(await docker.image(reference), undefined);
});

/** Files of no meaning in the place of the tools. */
function suppliedIn(tools: string): Supplied {
  mkdirSync(tools);
  const path = (name: string): string => join(tools, name);
  for (const name of ['kind', 'kubectl', 'istioctl', 'metallb.yaml', 'prometheus.yaml'])
    writeFileSync(path(name), `${name}\n`);
  for (const name of ['kind', 'kubectl', 'istioctl']) chmodSync(path(name), 0o755);
  return {
    ...SUPPLIED,
    tools: {kind: path('kind'), kubectl: path('kubectl'), istioctl: path('istioctl')},
    images: IMAGES,
    metallbManifest: path('metallb.yaml'),
    addons: {prometheus: {manifest: path('prometheus.yaml'), version: '2.42.0'}},
  };
}

async function create(target: string, of = plan, abort = new AbortController()): Promise<Created> {
  const request = {plan: of, packageFolder: PROJECT, version: '0.1.0', file: target};
  return createBundle(request, {
    docker,
    signal: abort.signal,
    progress: (bytes) => {
      if (bytes > 2 ** 20 && target.endsWith('interrupted.tar')) abort.abort();
    },
  });
}

async function load(cache: string, more: Partial<LoadWork> = {}, from = file): Promise<Loaded> {
  const {signal} = options;
  return loadBundle(from, {docker, clock: systemClock, cache, signal, progress: () => undefined, ...more});
}

/** Makes the engine forget what was loaded; the images that the bundle was made of go too, so that none is kept. */
async function forget(): Promise<void> {
  for (const role of ROLES) await docker.removeImage(imageReference(role, made.id));
}

async function empty(): Promise<void> {
  await forget();
  for (const reference of Object.values(IMAGES)) await docker.removeImage(reference);
}

async function newCache(t: ExecutionContext): Promise<string> {
  const cache = await mkdtemp(join(folder, 'cache-'));
  t.teardown(() => rm(cache, {recursive: true, force: true}));
  return cache;
}

async function idsOf(): Promise<readonly (string | undefined)[]> {
  return Promise.all(ROLES.map(async (role) => (await docker.image(imageReference(role, made.id)))?.id));
}

test.serial('the same inputs give the same bytes', async (t) => {
  const again = await create(join(folder, 'again.tar'));
  t.is(again.id, made.id);
  t.deepEqual(readFileSync(join(folder, 'again.tar')), readFileSync(file));
});

test.serial('a layer that both images have is there once', (t) => {
  const {images, parts} = made.manifest;
  t.is(images.node.layers[0]?.blob, images.client.layers[0]?.blob);
  const paths = parts.map(({path}) => path);
  t.is(new Set(paths).size, paths.length);
});

test.serial('an interrupted creation leaves nothing', async (t) => {
  const target = join(folder, 'interrupted.tar');
  t.is((await refusal(t, create(target))).code, 'INTERRUPTED');
  t.false(existsSync(target));
  t.false(existsSync(`${target}.part`));
});

test.serial('a folder that is not there is an error with a remedy', async (t) => {
  const error = await refusal(t, create(join(folder, 'none', 'made.tar')));
  t.is(error.code, 'BUNDLE-NOT-WRITTEN');
  t.regex(error.hint ?? '', /folder is there/);
});

test.serial('images that are not built are named, with what makes them', async (t) => {
  const images = {...IMAGES, node: `${OWN}-none:1`};
  const of = chapterPlan({...plan.supplied, images});
  const error = await refusal(t, create(join(folder, 'none.tar'), of));
  t.is(error.code, 'BUNDLE-NOT-BUILT');
  t.regex(error.message, new RegExp(`${OWN}-none:1`));
  t.regex(error.hint ?? '', /eastwest supply bake --supply source/);
});

test.serial('one byte that differs is refused by the name of its part, and nothing is touched', async (t) => {
  const cache = await newCache(t);
  const bytes = readFileSync(file);
  const middle = Math.floor(bytes.length / 2);
  bytes[middle] = (bytes[middle] ?? 0) ^ 1;
  const spoilt = join(folder, 'spoilt.tar');
  writeFileSync(spoilt, bytes);
  const error = await refusal(t, load(cache, {}, spoilt));
  t.is(error.code, 'BUNDLE-DAMAGED');
  t.regex(error.message, /spoilt\.tar: blobs\/sha256\/[0-9a-f]{64}: its SHA-256 is/);
  t.deepEqual(readdirSync(cache), []);
  t.deepEqual(await idsOf(), [undefined, undefined]);
});

test.serial('a bundle for another engine is refused, and nothing is touched', async (t) => {
  const cache = await newCache(t);
  const info: LoadWork['docker']['info'] = async (signal) => {
    const engine = await docker.info(signal);
    return engine && {...engine, platform: {os: 'linux', architecture: 's390x'}};
  };
  const error = await refusal(t, load(cache, {docker: {...docker, info}}));
  t.is(error.code, 'BUNDLE-PLATFORM');
  t.regex(error.message, /images are for linux\/\w+, the engine runs linux\/s390x/);
  t.deepEqual(readdirSync(cache), []);
});

test.serial(
  'an interrupted load gives nothing a name and leaves no folder; the next one goes on',
  async (t) => {
    const cache = await newCache(t);
    await empty();
    const abort = new AbortController();
    const progress: LoadWork['progress'] = (doing, bytes) => {
      if (doing === 'loading' && bytes > made.bytes * 0.75) abort.abort();
    };
    t.is((await refusal(t, load(cache, {signal: abort.signal, progress}))).code, 'INTERRUPTED');
    t.deepEqual(await idsOf(), [undefined, undefined]);
    t.deepEqual(
      readdirSync(cache).flatMap((name) => readdirSync(join(cache, name))),
      [],
    );
    const {images} = await load(cache);
    t.deepEqual(
      images.map(({role, already}) => `${role} ${already}`),
      ['client true', 'node false'],
    );
  },
);

test.serial('a loaded bundle has images, tools and texts, and makes the same bundle again', async (t) => {
  const cache = await newCache(t);
  await empty();
  const {folder: loaded, images} = await load(cache);
  t.deepEqual(
    await idsOf(),
    images.map(({id}) => id),
  );
  const supplied = locateBundle(plan.versions, {...SUPPLIED.folders, cache});
  t.is(readFileSync(supplied.tools.kind, 'utf8'), 'kind\n');
  t.is(statSync(supplied.tools.kind).mode & 0o111, 0o111);
  t.is(readFileSync(supplied.addons.prometheus?.manifest ?? '', 'utf8'), 'prometheus.yaml\n');
  for (const path of ['README.md', 'docs/ch12.md', 'scenarios/ch12/failover.yaml', 'ch12/lab.yaml'])
    t.deepEqual(readFileSync(join(loaded, path)), readFileSync(join(PROJECT, path)), path);
  t.true(existsSync(join(loaded, 'sbom.cdx.json')));

  const again = await load(cache);
  t.deepEqual(
    again.images.map(({already}) => already),
    [true, true],
  );
  const copy = join(folder, 'copy.tar');
  await create(copy, chapterPlan(supplied));
  t.deepEqual(readFileSync(copy), readFileSync(file));
});

test.serial('docker load takes the file as well, under the names that the images had', async (t) => {
  await empty();
  await systemProcesses.run('docker', ['load', '--input', file], options);
  for (const reference of Object.values(IMAGES)) t.truthy(await docker.image(reference));
});
