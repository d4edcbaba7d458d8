import {join} from 'node:path';
import {fault, ok, warning, type Finding} from '../finding.js';
import {gib} from '../needs.js';
import {needOf} from '../progress.js';
import type {Probes} from '../probes.js';

/** Where an engine keeps its data unless it is told otherwise. */
const DEFAULT_ROOT = '/var/lib/docker';

type DiskProbes = Pick<Probes, 'host' | 'plan' | 'engine' | 'docker' | 'cache' | 'istioBuilds'>;

/**
 * True where an engine that does not run has data: what was made may be in it, and then much less is needed. `up`
 * starts the engine and looks again before it makes anything.
 */
async function unseen({host, engine}: DiskProbes): Promise<boolean> {
  return (await engine) === undefined && host.exists(join(DEFAULT_ROOT, 'image'));
}

/** Free disk where Docker keeps its data; where the cache lies on the same disk, both needs together. */
export async function dockerDisk(probes: DiskProbes): Promise<Finding> {
  const [info, need] = await Promise.all([probes.engine, needOf(probes)]);
  const folder = info?.rootDir ?? DEFAULT_ROOT;
  const [disk, cache] = await Promise.all([probes.host.disk(folder), probes.host.disk(probes.cache)]);
  const shared = disk.device === cache.device ? need.cache : 0;
  return judge(probes, {
    code: 'HOST-DISK-DOCKER',
    what: "disk for Docker's data",
    folder,
    free: disk.freeBytes,
    need: need.docker + shared,
  });
}

export async function cacheDisk(probes: DiskProbes): Promise<Finding> {
  const [disk, {cache: need}] = await Promise.all([probes.host.disk(probes.cache), needOf(probes)]);
  return judge(probes, {
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

async function judge(probes: DiskProbes, {code, what, folder, free, need}: Measured): Promise<Finding> {
  const seen = `${gib(free)} free at ${folder}; needed: ${gib(need)}`;
  const remedy = `free ${gib(need - free)} on the disk of ${folder}`;
  if (free >= need) return ok(code, what, seen);
  return (await unseen(probes))
    ? warning(code, what, `${seen}, less what the engine has already, which does not run`, remedy)
    : fault(code, what, seen, remedy);
}
