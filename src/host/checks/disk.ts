import {fault, ok, type Finding} from '../finding.js';
import {gib} from '../needs.js';
import {needOf} from '../progress.js';
import type {Probes} from '../probes.js';

/** Where an engine keeps its data unless it is told otherwise. */
const DEFAULT_ROOT = '/var/lib/docker';

type DiskProbes = Pick<Probes, 'host' | 'plan' | 'engine' | 'docker' | 'cache' | 'istioBuilds'>;

/** Free disk where Docker keeps its data; where the cache lies on the same disk, both needs together. */
export async function dockerDisk(probes: DiskProbes): Promise<Finding> {
  const [info, need] = await Promise.all([probes.engine, needOf(probes)]);
  const folder = info?.rootDir ?? DEFAULT_ROOT;
  const [disk, cache] = await Promise.all([probes.host.disk(folder), probes.host.disk(probes.cache)]);
  const shared = disk.device === cache.device ? need.cache : 0;
  return judge({
    code: 'HOST-DISK-DOCKER',
    what: "disk for Docker's data",
    folder,
    free: disk.freeBytes,
    need: need.docker + shared,
  });
}

export async function cacheDisk(probes: DiskProbes): Promise<Finding> {
  const [disk, {cache: need}] = await Promise.all([probes.host.disk(probes.cache), needOf(probes)]);
  return judge({
    code: 'HOST-DISK-CACHE',
    what: 'disk for the cache',
    folder: probes.cache,
    free: disk.freeBytes,
    need,
  });
}

interface Measured {
  readonly code: string;
  readonly what: string;
  readonly folder: string;
  readonly free: number;
  readonly need: number;
}

function judge({code, what, folder, free, need}: Measured): Finding {
  const seen = `${gib(free)} free at ${folder}; needed: ${gib(need)}`;
  return free >= need
    ? ok(code, what, seen)
    : fault(code, what, seen, `free ${gib(need - free)} on the disk of ${folder}`);
}
