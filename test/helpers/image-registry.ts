import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {existsSync} from 'node:fs';
import {mkdir, mkdtemp, readdir, rm, writeFile} from 'node:fs/promises';
import {createServer, request, type IncomingMessage, type Server, type ServerResponse} from 'node:http';
import {connect, type AddressInfo} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {systemClock} from '../../src/base/clock.js';
import {waitFor} from '../../src/base/wait-for.js';
import {systemProcesses} from '../../src/drivers/process/system-processes.js';
import {projectFile} from './project.js';

const PROGRAM = 'docker-registry';
/** Somebody's login; a bcrypt hash of the word `secret`. */
export const USER = {name: 'somebody', password: 'secret'};
const HTPASSWD = `${USER.name}:$2b$04$YdDHJlIzNPkU8ODEE4l1eenLtJfcRDhIz5SgdhwEe1JQLdAnIOMii\n`;

/** Debian's docker-registry, on loopback, with its data in a folder that goes with it. */
export interface ImageRegistry {
  /** `ADDRESS:PORT`. */
  readonly host: string;
  /** Pushes an image of this engine under a name; gives the digest that the registry knows it by. */
  push(image: string, name: string): Promise<string>;
  /** Again does nothing. */
  close(): Promise<void>;
}

/**
 * The registry's program: the one that is here, or that of Debian's package, unpacked beside the compiled tests. It is
 * not installed, since its package starts a service at every boot. Undefined where it cannot be had.
 */
export async function registryProgram(): Promise<string | undefined> {
  const found = await systemProcesses.which(PROGRAM);
  if (found !== undefined) return found;
  const folder = projectFile('build/debian');
  const unpacked = join(folder, 'usr/bin', PROGRAM);
  if (existsSync(unpacked)) return unpacked;
  await mkdir(folder, {recursive: true});
  const options = {signal: AbortSignal.timeout(300_000), timeoutMs: 300_000, cwd: folder};
  const download = () => systemProcesses.run('apt-get', ['download', PROGRAM], options);
  try {
    // The list of packages may be stale, or not there at all; only root may fetch it.
    await download().catch(async () => {
      await systemProcesses.run('apt-get', ['update'], options);
      await download();
    });
    const [file = ''] = (await readdir(folder)).filter((name) => name.endsWith('.deb'));
    await systemProcesses.run('dpkg-deb', ['--extract', file, folder], options);
  } catch {
    return undefined;
  }
  return unpacked;
}

/** A certificate for the host in the registry's name, and where it is to listen. */
export interface RegistrySettings {
  readonly login?: boolean;
  /** An address of this machine; loopback unless said, which the engine trusts without TLS. */
  readonly address?: string;
  /** Files. */
  readonly tls?: {readonly certificate: string; readonly key: string};
}

export async function imageRegistry(
  program: string,
  {login = false, address = '127.0.0.1', tls}: RegistrySettings = {},
): Promise<ImageRegistry> {
  const folder = await mkdtemp(join(tmpdir(), 'eastwest-registry-'));
  const port = await freePort();
  const host = `${address}:${port}`;
  const withTls = tls === undefined ? '' : `, tls: {certificate: ${tls.certificate}, key: ${tls.key}}`;
  await writeFile(join(folder, 'htpasswd'), HTPASSWD);
  const auth = `auth: {htpasswd: {realm: test, path: ${join(folder, 'htpasswd')}}}\n`;
  await writeFile(
    join(folder, 'config.yml'),
    `version: 0.1
log: {level: error}
storage: {filesystem: {rootdirectory: ${join(folder, 'data')}}}
http: {addr: '${host}'${withTls}}
${login ? auth : ''}`,
  );
  const child = spawn(program, ['serve', join(folder, 'config.yml')], {stdio: 'ignore'});
  const signal = new AbortController().signal;
  const up = async () => {
    const socket = connect(port, address);
    const answers = await once(socket, 'connect').then(
      () => true,
      () => false,
    );
    socket.destroy();
    return {done: answers, seen: 'nobody listens'};
  };
  await waitFor('the registry', up, {deadlineMs: 20_000, signal, clock: systemClock});
  return {
    host,
    push: async (image, name) => {
      const target = `${host}/${name}`;
      const options = {signal, timeoutMs: 300_000};
      await systemProcesses.run('docker', ['tag', image, target], options);
      try {
        const {stdout} = await systemProcesses.run('docker', ['push', target], options);
        const digest = /digest: (sha256:[0-9a-f]{64})/.exec(stdout)?.[1];
        if (digest === undefined) throw new Error(`no digest in: ${stdout}`);
        return digest;
      } finally {
        await systemProcesses.run('docker', ['rmi', target], options);
      }
    },
    close: async () => {
      if (child.exitCode === null && child.signalCode === null) {
        child.kill('SIGKILL');
        await once(child, 'exit');
      }
      await rm(folder, {recursive: true, force: true});
    },
  };
}

/** What a front does with a request: true when it has answered it by itself. */
export type Meddling = (request: IncomingMessage, response: ServerResponse) => boolean;

export interface Front {
  readonly host: string;
  readonly asked: readonly string[];
  close(): Promise<void>;
}

/** A server in front of a registry that answers some requests in a way of its own. */
export async function front(registry: ImageRegistry, meddle: Meddling): Promise<Front> {
  const asked: string[] = [];
  const server: Server = createServer((incoming, response) => {
    asked.push(`${String(incoming.method)} ${String(incoming.url)}`);
    if (meddle(incoming, response)) return;
    const onward = request(
      `http://${registry.host}${String(incoming.url)}`,
      {method: incoming.method, headers: incoming.headers},
      (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      },
    );
    onward.on('error', () => response.destroy());
    incoming.pipe(onward);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const {port} = server.address() as AddressInfo;
  return {
    host: `127.0.0.1:${port}`,
    asked,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const {port} = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
