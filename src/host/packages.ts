import {join} from 'node:path';
import {HELD_VARIABLE} from '../drivers/process/process.js';
import type {Plan} from '../plan/plan.js';
import {locate} from './programs.js';
import type {HostTools} from './probes.js';

/** A program that must be found, and the distribution's package that brings it. */
interface Wanted {
  readonly programs: readonly string[];
  readonly pack: string;
}

const ENGINE: readonly Wanted[] = [
  {programs: ['dockerd'], pack: 'docker.io'},
  {programs: ['iptables'], pack: 'iptables'},
  {programs: ['ip'], pack: 'iproute2'},
];
const SOURCE: readonly Wanted[] = [
  {programs: ['debootstrap'], pack: 'debootstrap'},
  {programs: ['pip3', 'pip'], pack: 'python3-pip'},
  {programs: ['update-ca-certificates'], pack: 'ca-certificates'},
];
const CLIENT: Wanted = {programs: ['docker'], pack: 'docker.io'};
/** From Debian 13 on, the client is a package of its own. */
const CLIENT_APART = 'docker-cli';

type PackageDrivers = Pick<HostTools, 'host' | 'processes' | 'docker' | 'cache'>;

/** Packages that this lab needs of the distribution and that are not there. */
export async function missingPackages(
  plan: Plan,
  drivers: PackageDrivers,
  signal: AbortSignal,
): Promise<string[]> {
  const engineRuns = (await drivers.docker.info(signal)) !== undefined;
  const wanted = [
    ...(engineRuns || drivers.host.dockerHost !== undefined ? [] : ENGINE),
    CLIENT,
    ...(plan.supplied.supply === 'source' ? SOURCE : []),
  ];
  const missing = await Promise.all(
    wanted.map(async (one) => ((await isThere(one, drivers)) ? [] : [one.pack])),
  );
  return [...new Set(missing.flat())];
}

/** Installs packages by apt; its output goes to a log. */
export async function installPackages(
  packages: readonly string[],
  drivers: PackageDrivers,
  signal: AbortSignal,
): Promise<void> {
  const {processes, cache} = drivers;
  const options = {
    signal,
    timeoutMs: 600_000,
    // A package may start its service, which is not to end with what was begun for this lab.
    env: {DEBIAN_FRONTEND: 'noninteractive', [HELD_VARIABLE]: ''},
    logFile: join(cache, 'logs', 'apt.log'),
  };
  await processes.run('apt-get', ['update'], options);
  await processes.run('apt-get', installArguments(packages), options);
  if (await isThere(CLIENT, drivers)) return;
  await processes.run('apt-get', installArguments([CLIENT_APART]), options);
}

export function installArguments(packages: readonly string[]): string[] {
  return ['install', '-y', '--no-install-recommends', ...packages];
}

async function isThere({programs}: Wanted, drivers: PackageDrivers): Promise<boolean> {
  for (const program of programs) if ((await locate(program, drivers)) !== undefined) return true;
  return false;
}
