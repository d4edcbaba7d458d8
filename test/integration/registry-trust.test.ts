// Needs: a Docker engine, the docker client, Go, openssl, rights on /etc/docker, and Debian's docker-registry, which it
// fetches where it can.
import {copyFile, mkdir, mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test from 'ava';
import {dockerEngine} from '../../src/drivers/docker/docker-engine.js';
import {systemProcesses} from '../../src/drivers/process/system-processes.js';
import {pulledTag} from '../../src/supply/registry/layout.js';
import {pull} from '../../src/supply/registry/pull.js';
import {refusal} from '../helpers/error.js';
import {imageRegistry, registryProgram, USER} from '../helpers/image-registry.js';
import {listening, registryWork} from '../helpers/registry-work.js';
import {buildTinyImage} from '../helpers/tiny-image.js';

const docker = dockerEngine();
const IMAGE = `eastwest-test-trust-${process.pid}:1`;
const PIN = {name: 'pilot', reference: 'docker.io/istio/pilot:1.17.5', digest: undefined};
const options = {signal: new AbortController().signal, timeoutMs: 100_000};

const program = await registryProgram();
const lacking = program === undefined;
/** Skipped, with what is missing in the name, where Debian's package cannot be had. */
const tested = lacking ? test.serial.skip : test.serial;
const title = (what: string): string => (lacking ? `skipped, no docker-registry: ${what}` : what);

const folder = await mkdtemp(join(tmpdir(), 'eastwest-test-'));

test.before('an image to push', async (t) => {
  t.timeout(300_000);
  if (!lacking) await buildTinyImage(IMAGE, folder);
});

test.afterEach.always('nothing that was pulled stays', async () => {
  const digests = (await docker.image(pulledTag(PIN)))?.digests ?? [];
  for (const one of [...digests, pulledTag(PIN)]) await docker.removeImage(one);
});

test.after.always('nothing is left', async () => {
  await docker.removeImage(IMAGE);
  await rm(folder, {recursive: true, force: true});
});

tested(title('a registry with a login: refused without one, served with that of docker login'), async (t) => {
  if (program === undefined) return;
  const closed = await imageRegistry(program, {login: true});
  t.teardown(() => closed.close());
  const config = await mkdtemp(join(tmpdir(), 'eastwest-test-docker-'));
  t.teardown(() => rm(config, {recursive: true, force: true}));
  const without = await refusal(t, pull(PIN, registryWork(closed.host, folder, config), listening()));
  t.is(without.code, 'SUPPLY-NOT-ALLOWED');
  t.is(without.hint, `docker login ${closed.host}`);
  const env = {DOCKER_CONFIG: config};
  const login = ['login', '--username', USER.name, '--password-stdin', closed.host];
  await systemProcesses.run('docker', login, {...options, env, input: USER.password});
  await systemProcesses.run('docker', ['tag', IMAGE, `${closed.host}/istio/pilot:1.17.5`], options);
  await systemProcesses.run('docker', ['push', `${closed.host}/istio/pilot:1.17.5`], {...options, env});
  await systemProcesses.run('docker', ['rmi', `${closed.host}/istio/pilot:1.17.5`], options);
  await pull(PIN, registryWork(closed.host, folder, config), listening());
  t.not(await docker.image(pulledTag(PIN)), undefined);
});

tested(
  title('a registry with a private CA: refused with where to put it, served once the engine has it'),
  async (t) => {
    if (program === undefined) return;
    // Not loopback, where the engine takes any certificate.
    const gateway = ['network', 'inspect', 'bridge', '--format', '{{(index .IPAM.Config 0).Gateway}}'];
    const address = (await systemProcesses.run('docker', gateway, options)).stdout.trim();
    const {certificate, key, ca} = await certificateFor(address);
    const closed = await imageRegistry(program, {address, tls: {certificate, key}});
    t.teardown(() => closed.close());
    const work = registryWork(closed.host, folder, folder);
    const without = await refusal(t, pull(PIN, work, listening()));
    t.is(without.code, 'SUPPLY-NOT-TRUSTED', without.message);
    const place = `/etc/docker/certs.d/${closed.host}`;
    t.true(without.hint?.includes(`${place}/ca.crt`));
    await mkdir(place, {recursive: true});
    t.teardown(() => rm(place, {recursive: true, force: true}));
    await copyFile(ca, `${place}/ca.crt`);
    await closed.push(IMAGE, 'istio/pilot:1.17.5');
    await pull(PIN, work, listening());
    t.not(await docker.image(pulledTag(PIN)), undefined);
  },
);

/** Files: a CA that nobody knows, and a certificate of it for an address. */
async function certificateFor(address: string): Promise<{certificate: string; key: string; ca: string}> {
  const [ca, caKey] = [join(folder, 'ca.crt'), join(folder, 'ca.key')];
  const [certificate, key, request] = [
    join(folder, 'tls.crt'),
    join(folder, 'tls.key'),
    join(folder, 'tls.csr'),
  ];
  const more = join(folder, 'tls.ext');
  await writeFile(more, `subjectAltName=IP:${address}\n`);
  const openssl = (...args: readonly string[]) => systemProcesses.run('openssl', args, options);
  const made = (name: string, out: string, keyOut: string): readonly string[] => [
    ...['req', '-newkey', 'rsa:2048', '-nodes', '-subj', `/CN=${name}`, '-out', out, '-keyout', keyOut],
  ];
  await openssl(...made('a private CA', ca, caKey), '-x509', '-days', '2');
  await openssl(...made(address, request, key));
  const signed = [
    'x509',
    '-req',
    '-in',
    request,
    '-CA',
    ca,
    '-CAkey',
    caKey,
    '-CAcreateserial',
    '-days',
    '2',
  ];
  await openssl(...signed, '-extfile', more, '-out', certificate);
  return {certificate, key, ca};
}
