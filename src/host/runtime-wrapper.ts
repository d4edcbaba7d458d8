import {createHash} from 'node:crypto';
import {join} from 'node:path';
import type {HostTools} from './probes.js';

const SOURCES = ['go.mod', 'main.go'];

type WrapperDrivers = Pick<HostTools, 'host' | 'processes' | 'cache' | 'images'>;

/** Where the wrapper made of these sources lies: by their hash, so that a running engine keeps its own. */
export async function wrapperPath({host, cache, images}: Omit<WrapperDrivers, 'processes'>): Promise<string> {
  const hash = createHash('sha256').update(host.arch);
  for (const name of SOURCES) hash.update((await host.readFile(join(images, 'runtime', name))) ?? '');
  return join(cache, 'runtime', hash.digest('hex').slice(0, 16), 'runc-wrapper');
}

/** Builds the wrapper; a program that is there whole is always whole, since it is moved to its place. */
export async function buildWrapper(drivers: WrapperDrivers, signal: AbortSignal): Promise<string> {
  const {host, processes, cache, images} = drivers;
  const path = await wrapperPath(drivers);
  const made = join(cache, 'runtime', 'making', 'runc-wrapper');
  await processes.run('go', ['build', '-trimpath', '-ldflags', '-s -w', '-o', made, '.'], {
    signal,
    timeoutMs: 120_000,
    cwd: join(images, 'runtime'),
    // Nothing but the standard library is used, so whatever Go is there does.
    env: {GOTOOLCHAIN: 'local', GOWORK: 'off', GOFLAGS: '', CGO_ENABLED: '0'},
    logFile: join(cache, 'logs', 'runtime.log'),
  });
  await host.moveFile(made, path);
  return path;
}
