import {canHaveEngine} from '../debian.js';
import {fault, ok, type Finding} from '../finding.js';
import {atLeast} from '../programs.js';
import type {Probes} from '../probes.js';

const WHAT = 'Docker engine';
/** The oldest release whose API and cgroup handling kind 0.20 relies on. */
const OLDEST = '20.10';

export async function engine({engine, host}: Pick<Probes, 'engine' | 'host'>): Promise<Finding> {
  const info = await engine;
  if (info === undefined) {
    const where =
      host.dockerHost === undefined ? 'no engine answers' : `DOCKER_HOST=${host.dockerHost} does not answer`;
    const remedy = host.dockerHost === undefined ? await startRemedy(host) : 'unset DOCKER_HOST';
    return fault('HOST-DOCKER-DOWN', WHAT, where, remedy, await canHaveEngine(host));
  }
  if (!atLeast(info.version, OLDEST)) {
    return fault(
      'HOST-DOCKER-OLD',
      WHAT,
      `${info.version}; needed: ${OLDEST} or newer`,
      'install a newer Docker engine',
    );
  }
  return ok('HOST-DOCKER', WHAT, `${info.version}, data in ${info.rootDir}`);
}

async function startRemedy(host: Probes['host']): Promise<string> {
  if (host.platform !== 'linux') return 'start Docker Desktop';
  const sudo = host.uid === 0 ? '' : 'sudo ';
  if (await host.exists('/run/systemd/system')) return `${sudo}systemctl start docker`;
  return `${sudo}apt-get install -y --no-install-recommends docker.io iptables && ${sudo}service docker start`;
}
