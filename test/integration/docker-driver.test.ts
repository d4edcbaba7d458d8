// Needs: a Docker engine, the docker client, Go. Makes and removes things of its own only.
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test from 'ava';
import type {ContainerSpec} from '../../src/drivers/docker/docker.js';
import {dockerEngine} from '../../src/drivers/docker/docker-engine.js';
import {systemProcesses} from '../../src/drivers/process/system-processes.js';
import {InterruptedError} from '../../src/base/errors.js';
import {refusal} from '../helpers/error.js';
import {buildTinyImage} from '../helpers/tiny-image.js';

const docker = dockerEngine();
const OWN = `eastwest-test-${process.pid}`;
const LABELS = {'dev.eastwest.test': OWN};
const IMAGE = `${OWN}:1`;
/** The network that containers are in unless a test says otherwise; it has labels of its own. */
const HOME = `${OWN}-home`;
const HOME_LABELS = {'dev.eastwest.test-home': OWN};
const signal = new AbortController().signal;

let folder = '';

test.before('an engine and an image', async (t) => {
  t.timeout(120_000);
  const engine = await docker.info(signal);
  if (engine === undefined) throw new Error('no Docker engine answers: see `eastwest doctor`');
  folder = await mkdtemp(join(tmpdir(), 'eastwest-test-'));
  await buildTinyImage(IMAGE, folder);
  await docker.createNetwork(HOME, HOME_LABELS);
});

test.after.always('nothing is left', async (t) => {
  for (const {id} of await docker.containers(LABELS)) await docker.removeContainer(id);
  for (const {id} of [...(await docker.networks(LABELS)), ...(await docker.networks(HOME_LABELS))])
    await docker.removeNetwork(id);
  for (const {tags} of await docker.images(LABELS)) for (const tag of tags) await docker.removeImage(tag);
  await docker.removeImage(IMAGE);
  await rm(folder, {recursive: true, force: true});
  t.deepEqual(await docker.containers(LABELS), []);
  t.is(await docker.image(IMAGE), undefined);
});

const spec = (name: string, more: Partial<ContainerSpec> = {}): ContainerSpec => ({
  name: `${OWN}-${name}`,
  image: IMAGE,
  labels: LABELS,
  network: HOME,
  ...more,
});

async function created(name: string, more: Partial<ContainerSpec> = {}): Promise<string> {
  await docker.createContainer(spec(name, more));
  return `${OWN}-${name}`;
}

test.serial('the engine says what it is', async (t) => {
  const engine = await docker.info(signal);
  t.regex(engine?.version ?? '', /^\d+\.\d+/);
  t.true((engine?.cpus ?? 0) >= 1);
  t.true((engine?.memoryBytes ?? 0) > 2 ** 28);
  t.true(engine?.rootDir.startsWith('/'));
});

test.serial('what is not there is undefined, and to remove it is no error', async (t) => {
  t.is(await docker.container(`${OWN}-none`), undefined);
  t.is(await docker.network(`${OWN}-none`), undefined);
  t.is(await docker.image(`${OWN}-none:1`), undefined);
  t.is(await docker.readFile(`${OWN}-none`, '/etc/a'), undefined);
  await t.notThrowsAsync(docker.removeContainer(`${OWN}-none`));
  await t.notThrowsAsync(docker.removeNetwork(`${OWN}-none`));
  await t.notThrowsAsync(docker.removeImage(`${OWN}-none:1`));
});

test.serial(
  'a network has its labels and a subnet that the engine chose, and is found by its labels',
  async (t) => {
    const name = `${OWN}-net`;
    await docker.createNetwork(name, LABELS);
    const network = await docker.network(name);
    t.is(network?.name, name);
    t.deepEqual(network?.labels, LABELS);
    t.regex(network?.subnet ?? '', /^\d+\.\d+\.\d+\.\d+\/\d+$/);
    t.deepEqual(
      (await docker.networks(LABELS)).map((found) => found.id),
      [network?.id],
    );
    t.deepEqual(await docker.networks({...LABELS, other: 'x'}), []);
    await docker.removeNetwork(name);
    t.is(await docker.network(name), undefined);
  },
);

test.serial('a network takes the subnet that it is given', async (t) => {
  const name = `${OWN}-subnet`;
  await docker.createNetwork(name, LABELS, '10.213.7.0/24');
  t.is((await docker.network(name))?.subnet, '10.213.7.0/24');
  const error = await refusal(t, docker.createNetwork(`${OWN}-clash`, LABELS, '10.213.7.0/25'));
  t.is(error.code, 'DOCKER-FAILED');
  t.regex(error.message, /overlap/i);
  await docker.removeNetwork(name);
});

test.serial('a container runs in its network, has its labels and an address', async (t) => {
  const network = `${OWN}-lab`;
  await docker.createNetwork(network, LABELS, '10.213.8.0/24');
  const name = await created('there', {network, capabilities: ['NET_ADMIN'], restart: 'unless-stopped'});
  const found = await docker.container(name);
  t.true(found?.running);
  t.is(found?.name, name);
  t.is(found?.labels['dev.eastwest.test'], OWN);
  t.regex(found?.addresses[network] ?? '', /^10\.213\.8\.\d+$/);
  t.is(found?.imageId, (await docker.image(IMAGE))?.id);
  const error = await refusal(t, docker.removeNetwork(network));
  t.regex(error.message, /active endpoints/);
  await docker.removeContainer(name);
  t.is(await docker.container(name), undefined);
  await docker.removeNetwork(network);
});

test.serial(
  'a container that ended is not running, is still found by its labels, and can be started again',
  async (t) => {
    const name = await created('ended', {command: ['end']});
    let found = await docker.container(name);
    for (let look = 0; look < 100 && found?.running === true; look++) found = await docker.container(name);
    t.false(found?.running);
    t.true((await docker.containers(LABELS)).some((container) => container.name === name));
    await t.notThrowsAsync(docker.startContainer(name));
    await docker.removeContainer(name);
  },
);

test.serial('a command in a container gives exit code and both streams', async (t) => {
  const name = await created('exec');
  const ran = await docker.exec(name, ['/bin/tiny', 'say', 'out', 'err', '7'], {signal, timeoutMs: 10_000});
  t.deepEqual(ran, {exitCode: 7, stdout: 'out', stderr: 'err'});
  const long = 'x'.repeat(100_000);
  const big = await docker.exec(name, ['/bin/tiny', 'say', long, '', '0'], {signal, timeoutMs: 10_000});
  t.is(big.stdout, long);
  await docker.removeContainer(name);
});

test.serial('what a container uses of the processors grows with its work', async (t) => {
  const name = await created('busy');
  const seconds = (): Promise<number | undefined> =>
    docker.processorSeconds(name, {signal, timeoutMs: 10_000});
  const before = (await seconds()) ?? 0;
  for (let run = 0; run < 5; run++)
    await docker.exec(name, ['/bin/tiny', 'say', 'x'.repeat(100_000), '', '0'], {signal, timeoutMs: 10_000});
  const after = (await seconds()) ?? 0;
  t.true(after > before && after < 60, `${before} s, then ${after} s`);
  const none = {signal, timeoutMs: 0};
  t.is((await refusal(t, docker.processorSeconds(name, none))).code, 'DOCKER-FAILED');
  await docker.stopContainer(name, 1);
  t.is(await seconds(), undefined);
  await docker.removeContainer(name);
  t.is(await seconds(), undefined);
});

test.serial('a command that does not end is left after its time, or on an abort', async (t) => {
  const name = await created('hang');
  const late = await refusal(t, docker.exec(name, ['/bin/tiny'], {signal, timeoutMs: 300}));
  t.is(late.code, 'DOCKER-EXEC-TIMED-OUT');
  t.regex(late.message, /run \/bin\/tiny in .*-hang: no end after 0\.3 s/);
  const interruption = new AbortController();
  const running = docker.exec(name, ['/bin/tiny'], {signal: interruption.signal, timeoutMs: 60_000});
  interruption.abort();
  t.true((await refusal(t, running)) instanceof InterruptedError);
  await docker.removeContainer(name);
});

test.serial(
  'a program that the container does not have is an exit code or an error, never a success',
  async (t) => {
    const name = await created('no-program');
    const outcome = await docker
      .exec(name, ['/bin/none'], {signal, timeoutMs: 10_000})
      .then(({exitCode}) => exitCode, String);
    t.not(outcome, 0);
    await docker.removeContainer(name);
  },
);

test.serial('files go into a container and come out as they were', async (t) => {
  const name = await created('files');
  const text = 'two\nlines, ünïcode\n';
  await docker.writeFiles(name, {'/etc/a.txt': text, '/bin/b.txt': ''});
  t.is(await docker.readFile(name, '/etc/a.txt'), text);
  t.is(await docker.readFile(name, '/bin/b.txt'), '');
  t.regex((await docker.readFile(name, '/etc/Dockerfile')) ?? '', /^FROM scratch/);
  t.is(await docker.readFile(name, '/etc/none'), undefined);
  const long = `${text.repeat(100_000)}end`;
  await docker.writeFiles(name, {'/etc/long.txt': long});
  t.true((await docker.readFile(name, '/etc/long.txt')) === long, 'a file that comes in many pieces');
  await docker.removeContainer(name);
});

test.serial('a container is frozen and goes on; files go in and come out meanwhile', async (t) => {
  const name = await created('frozen');
  t.false((await docker.container(name))?.paused);
  await docker.pauseContainer(name);
  const {running, paused} = (await docker.container(name)) ?? {};
  t.deepEqual([running, paused], [true, true]);
  await docker.writeFiles(name, {'/etc/note.txt': 'noted'}, 0o600);
  t.is(await docker.readFile(name, '/etc/note.txt'), 'noted');
  const error = await refusal(t, docker.exec(name, ['/bin/tiny', 'end'], {signal, timeoutMs: 10_000}));
  t.regex(error.message, /paused/);
  await docker.unpauseContainer(name);
  t.false((await docker.container(name))?.paused);
  t.is((await docker.exec(name, ['/bin/tiny', 'end'], {signal, timeoutMs: 10_000})).exitCode, 0);
  await docker.removeContainer(name);
});

test.serial('a container is stopped once and for all, and keeps its files', async (t) => {
  const name = await created('stopped');
  await docker.writeFiles(name, {'/etc/note.txt': 'noted'});
  await docker.stopContainer(name, 1);
  t.false((await docker.container(name))?.running);
  await t.notThrowsAsync(docker.stopContainer(name, 1));
  await docker.writeFiles(name, {'/etc/other.txt': 'noted too'});
  await docker.startContainer(name);
  t.is(await docker.readFile(name, '/etc/note.txt'), 'noted');
  t.is(await docker.readFile(name, '/etc/other.txt'), 'noted too');
  t.is((await refusal(t, docker.stopContainer(`${OWN}-none`, 1))).code, 'DOCKER-FAILED');
  await docker.removeContainer(name);
});

test.serial('a name that is taken is refused in the words of the engine', async (t) => {
  const name = await created('taken');
  const error = await refusal(t, docker.createContainer(spec('taken')));
  t.is(error.code, 'DOCKER-FAILED');
  t.regex(error.message, /^create container .*already in use/);
  await docker.removeContainer(name);
});

test.serial(
  'an image with one more label is the same image otherwise, and its containers inherit the label',
  async (t) => {
    const reference = `${OWN}:labelled`;
    await docker.labelImage(IMAGE, reference, LABELS);
    const image = await docker.image(reference);
    t.is(image?.labels['dev.eastwest.test'], OWN);
    t.is(image?.sizeBytes, (await docker.image(IMAGE))?.sizeBytes);
    t.deepEqual(
      (await docker.images(LABELS)).flatMap(({tags}) => tags),
      [reference],
    );
    const name = await created('labelled', {image: reference, labels: {}});
    t.is((await docker.container(name))?.labels['dev.eastwest.test'], OWN);
    await docker.removeContainer(name);
    await docker.removeImage(reference);
    t.is(await docker.image(reference), undefined);
  },
);

test.serial('an image may get another entrypoint with its label', async (t) => {
  const reference = `${OWN}:entered`;
  await docker.labelImage(IMAGE, reference, LABELS, ['/bin/sh', '-c', 'exec "$0" "$@"', 'sleep', '1']);
  const {stdout} = await systemProcesses.run(
    'docker',
    ['image', 'inspect', '--format', '{{json .Config.Entrypoint}}', reference],
    {signal, timeoutMs: 10_000},
  );
  t.deepEqual(JSON.parse(stdout), ['/bin/sh', '-c', 'exec "$0" "$@"', 'sleep', '1']);
  await docker.removeImage(reference);
});

test.serial('an image gets a second name; to remove one leaves the other', async (t) => {
  await docker.tagImage(IMAGE, `${OWN}-other`, '2');
  t.is((await docker.image(`${OWN}-other:2`))?.id, (await docker.image(IMAGE))?.id);
  await docker.removeImage(`${OWN}-other:2`);
  t.truthy(await docker.image(IMAGE));
});

test.serial('an image that is not there cannot be labelled or run', async (t) => {
  const label = await refusal(t, docker.labelImage(`${OWN}-none:1`, `${OWN}-x:1`, LABELS));
  t.is(label.code, 'DOCKER-FAILED');
  const create = await refusal(t, docker.createContainer(spec('none', {image: `${OWN}-none:1`})));
  t.regex(create.message, /No such image/i);
});

test.serial('a container that does not run gets the address that it is to have, and keeps it', async (t) => {
  const network = `${OWN}-fixed`;
  await docker.createNetwork(network, LABELS, '10.213.7.0/24');
  const name = await created('placed', {network});
  t.is((await docker.container(name))?.addresses[network], '10.213.7.2');
  await docker.stopContainer(name, 0);
  await docker.placeContainer(name, network, '10.213.7.77');
  await docker.placeContainer(name, network, '10.213.7.77');
  await docker.startContainer(name);
  t.is((await docker.container(name))?.addresses[network], '10.213.7.77');
  await docker.stopContainer(name, 0);
  await docker.startContainer(name);
  t.is((await docker.container(name))?.addresses[network], '10.213.7.77', 'at every later start too');
  await docker.stopContainer(name, 0);
  await docker.placeContainer(name, network);
  await docker.startContainer(name);
  t.is((await docker.container(name))?.addresses[network], '10.213.7.2', 'or whatever is free');
});

test.serial('where the engine has chosen the subnet, no address can be asked for', async (t) => {
  const name = await created('unplaced');
  await docker.stopContainer(name, 0);
  const error = await refusal(t, docker.placeContainer(name, HOME, '172.31.255.77'));
  t.is(error.code, 'DOCKER-FAILED');
});

test.serial('of a network with both families the IPv4 subnet is told', async (t) => {
  const network = `${OWN}-both`;
  const {execFileSync} = await import('node:child_process');
  const label = Object.entries(LABELS).map(([key, value]) => `${key}=${value}`)[0] ?? '';
  execFileSync('docker', [
    ...['network', 'create', network, '--label', label],
    ...['--ipv6', '--subnet', 'fd00:ea57:1::/64', '--subnet', '10.213.8.0/24'],
  ]);
  t.is((await docker.network(network))?.subnet, '10.213.8.0/24');
});
