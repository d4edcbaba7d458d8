import {canInstall} from '../debian.js';
import {fault, ok, type Finding} from '../finding.js';
import type {Probes} from '../probes.js';

const WHAT = 'Docker client';

/** kind calls the `docker` program, so the engine's API alone is not enough. */
export async function client({
  processes,
  host,
  signal,
}: Pick<Probes, 'processes' | 'host' | 'signal'>): Promise<Finding> {
  const path = await processes.which('docker');
  if (path === undefined) {
    const remedy = 'apt-get install -y --no-install-recommends docker.io';
    return fault('HOST-DOCKER-CLIENT', WHAT, 'no docker on PATH', remedy, await canInstall(host));
  }
  const {stdout} = await processes.run(path, ['--version'], {signal, timeoutMs: 1500});
  return ok(
    'HOST-DOCKER-CLIENT',
    WHAT,
    `${/version ([^,\s]+)/.exec(stdout)?.[1] ?? stdout.trim()} at ${path}`,
  );
}
