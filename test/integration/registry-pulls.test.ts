// Needs: a Docker engine, the docker client, Go, and Debian's docker-registry, which it installs where it can.
import {randomBytes} from 'node:crypto';
import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {InterruptedError} from '../../src/base/errors.js';
import {dockerEngine} from '../../src/drivers/docker/docker-engine.js';
import {systemProcesses} from '../../src/drivers/process/system-processes.js';
import {pulledTag} from '../../src/supply/registry/layout.js';
import {pull} from '../../src/supply/registry/pull.js';
import type {ImagePin} from '../../src/supply/registry/select.js';
import {refusal} from '../helpers/error.js';
import {
  front,
  imageRegistry,
  registryProgram,
  type ImageRegistry,
  type Meddling,
} from '../helpers/image-registry.js';
import {listening, registryWork} from '../helpers/registry-work.js';
import {buildTinyImage} from '../helpers/tiny-image.js';

const docker = dockerEngine();
const OWN = `eastwest-test-pulls-${process.pid}`;
const IMAGE = `${OWN}:1`;
const BLOB_MIB = 8;
const options = {signal: new AbortController().signal, timeoutMs: 100_000};

const program = await registryProgram();
const lacking = program === undefined;
/** Skipped, with what is missing in the name, where Debian's package cannot be had. */
const tested = lacking ? test.serial.skip : test.serial;
const title = (what: string): string => (lacking ? `skipped, no docker-registry: ${what}` : what);

let folder = '';
let registry: ImageRegistry;
let digest = '';

test.before('a registry with one image in it', async (t) => {
  t.timeout(300_000);
  if (program === undefined) return;
  folder = await mkdtemp(join(tmpdir(), 'eastwest-test-'));
  await buildTinyImage(`${IMAGE}-base`, folder);
  // Bytes that nobody can compress: what is pulled takes as long as it says.
  await writeFile(join(folder, 'blob'), randomBytes(BLOB_MIB * 2 ** 20));
  await writeFile(join(folder, 'Dockerfile'), `FROM ${IMAGE}-base\nCOPY blob /blob\n`);
  const env = {DOCKER_BUILDKIT: '0'};
  await systemProcesses.run('docker', ['build', '--quiet', '--tag', IMAGE, folder], {...options, env});
  registry = await imageRegistry(program);
  digest = await registry.push(IMAGE, 'istio/pilot:1.17.5');
  // What is pulled must not be here already.
  await docker.removeImage(IMAGE);
});

test.afterEach.always('nothing that was pulled stays', async () => {
  for (const pin of [pinOf(), pinOf(digest)]) await docker.removeImage(pulledTag(pin));
  const {stdout} = await systemProcesses.run(
    'docker',
    ['images', '--digests', '--format', '{{.ID}} {{.Repository}}'],
    options,
  );
  for (const line of stdout.split('\n')) {
    const [id = '', repository = ''] = line.split(' ');
    if (/^[\d.]+:\d+\/istio\/pilot$/.test(repository)) {
      await systemProcesses.run('docker', ['rmi', '--force', id], options).catch(() => undefined);
    }
  }
});

test.after.always('nothing is left', async () => {
  if (lacking) return;
  await registry.close();
  await docker.removeImage(IMAGE);
  await docker.removeImage(`${IMAGE}-base`);
  await rm(folder, {recursive: true, force: true});
});

function pinOf(wanted?: string): ImagePin {
  return {name: 'pilot', reference: 'docker.io/istio/pilot:1.17.5', digest: wanted};
}

async function pulls(t: ExecutionContext, meddle: Meddling) {
  const between = await front(registry, meddle);
  t.teardown(() => between.close());
  return {between, work: registryWork(between.host, folder, folder)};
}

tested(
  title('an image of the digest that the catalog names comes from the mirror, in bytes, once'),
  async (t) => {
    const {between, work} = await pulls(t, () => false);
    const pin = pinOf(digest);
    const context = listening();
    await pull(pin, work, context);
    t.not(await docker.image(pulledTag(pin)), undefined);
    t.true(
      context.said.some((line) => / of \d+\.\d MiB$/.test(line)),
      context.said.at(-1),
    );
    const {length} = between.asked;
    await pull(pin, work, listening());
    t.is(between.asked.length, length, 'what is there is not asked for');
  },
);

tested(title('an image without a known digest comes by its tag'), async (t) => {
  const {between, work} = await pulls(t, () => false);
  await pull(pinOf(), work, listening());
  t.not(await docker.image(pulledTag(pinOf())), undefined);
  t.true(between.asked.some((line) => line.endsWith('/v2/istio/pilot/manifests/1.17.5')));
});

tested(title('a digest that the registry does not have is refused at once'), async (t) => {
  const {between, work} = await pulls(t, () => false);
  const wrong = pinOf(`sha256:${'0'.repeat(64)}`);
  const error = await refusal(t, pull(wrong, work, listening()));
  t.is(error.code, 'SUPPLY-WRONG-DIGEST');
  t.is(await docker.image(pulledTag(wrong)), undefined);
  t.true(between.asked.filter((line) => line.includes('/manifests/')).length <= 2, between.asked.join());
});

tested(title('a registry that gives another content for a digest is found out'), async (t) => {
  const {work} = await pulls(t, (incoming, response) => {
    if (incoming.url?.includes('/manifests/') !== true) return false;
    const manifest = {
      schemaVersion: 2,
      mediaType: 'application/vnd.docker.distribution.manifest.v2+json',
      config: {mediaType: 'application/vnd.docker.container.image.v1+json', size: 2, digest},
      layers: [],
    };
    response.writeHead(200, {'content-type': manifest.mediaType, 'docker-content-digest': digest});
    response.end(incoming.method === 'HEAD' ? undefined : JSON.stringify(manifest));
    return true;
  });
  const error = await refusal(t, pull(pinOf(digest), work, listening()));
  t.is(error.code, 'SUPPLY-WRONG-DIGEST', error.message);
  t.is(await docker.image(pulledTag(pinOf(digest))), undefined);
});

tested(title('a registry that is busy is asked again'), async (t) => {
  let refused = 0;
  const {work} = await pulls(t, (incoming, response) => {
    if (incoming.url?.includes('/manifests/') !== true || refused++ > 1) return false;
    response.writeHead(503).end();
    return true;
  });
  const context = listening();
  await pull(pinOf(digest), work, context);
  t.not(await docker.image(pulledTag(pinOf(digest))), undefined);
  t.true(
    context.said.some((line) => line.startsWith('again, after:')),
    context.said.join('\n'),
  );
});

tested(title('nobody at the mirror: given up after the budget, with the remedy'), async (t) => {
  const work = registryWork('127.0.0.1:1', folder, folder);
  const error = await refusal(t, pull(pinOf(digest), work, listening()));
  t.is(error.code, 'SUPPLY-PULL-FAILED');
  t.regex(error.hint ?? '', /--registry-mirror/);
});

tested(title('Ctrl+C ends a pull at once, and nothing has its name'), async (t) => {
  const {work} = await pulls(t, (incoming, response) => {
    if (incoming.url?.includes('/blobs/') !== true) return false;
    // The head of an answer, and then nothing more.
    response.writeHead(200, {'content-length': String(BLOB_MIB * 2 ** 20)});
    response.flushHeaders();
    return true;
  });
  const stop = new AbortController();
  const startMs = performance.now();
  const pulling = pull(pinOf(digest), work, listening(stop.signal));
  const timer = setTimeout(() => stop.abort(), 1500);
  await t.throwsAsync(pulling, {instanceOf: InterruptedError});
  clearTimeout(timer);
  t.true(performance.now() - startMs < 5000);
  t.is(await docker.image(pulledTag(pinOf(digest))), undefined);
});
