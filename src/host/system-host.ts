import {access, constants, mkdir, readFile, rename, rm, stat, statfs} from 'node:fs/promises';
import {connect, createServer} from 'node:net';
import {arch, availableParallelism, freemem, platform, totalmem} from 'node:os';
import {dirname} from 'node:path';
import process from 'node:process';
import type {Disk, Host, Memory} from './host.js';

/** The machine that this program runs on. */
export const systemHost: Host = {
  platform: platform(),
  arch: arch(),
  uid: process.geteuid?.() ?? -1,
  cpus: availableParallelism(),
  dockerHost: process.env['DOCKER_HOST'] || undefined,
  env: process.env,
  memory,
  readFile: (path) => readFile(path, 'utf8').catch(() => undefined),
  exists: (path) => permitted(path, constants.F_OK),
  usable: (path) => permitted(path, constants.R_OK | constants.W_OK),
  disk,
  portFree,
  socketAnswers,
  removeFile: (path) => rm(path, {force: true}),
  moveFile: async (from, to) => {
    await mkdir(dirname(to), {recursive: true});
    await rename(from, to);
  },
};

async function permitted(path: string, mode: number): Promise<boolean> {
  return access(path, mode).then(
    () => true,
    () => false,
  );
}

async function memory(): Promise<Memory> {
  if (platform() !== 'linux') return {totalBytes: totalmem(), availableBytes: undefined};
  // MemAvailable counts the page cache that can be given back; free memory alone says little.
  const kibibytes = /^MemAvailable:\s+(\d+) kB$/m.exec(await readFile('/proc/meminfo', 'utf8'))?.[1];
  return {
    totalBytes: totalmem(),
    availableBytes: kibibytes === undefined ? freemem() : Number(kibibytes) * 1024,
  };
}

async function disk(path: string): Promise<Disk> {
  if (!(await permitted(path, constants.F_OK)) && dirname(path) !== path) return disk(dirname(path));
  const [{bavail, bsize}, {dev}] = await Promise.all([statfs(path), stat(path)]);
  return {freeBytes: bavail * bsize, device: dev};
}

function portFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({port, host: '127.0.0.1', exclusive: true}, () => server.close(() => resolve(true)));
  });
}

function socketAnswers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    const settle = (answers: boolean) => (): void => {
      socket.destroy();
      resolve(answers);
    };
    socket.once('connect', settle(true));
    socket.once('error', settle(false));
  });
}
