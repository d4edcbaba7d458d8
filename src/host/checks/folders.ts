import {dirname} from 'node:path';
import {fault, ok, type Finding} from '../finding.js';
import type {Probes} from '../probes.js';

const CODE = 'HOST-FOLDER';
const WHAT = 'folders to write to';
/** Kubeconfigs, keys and the records of runs, with room to spare. */
const LEAST_BYTES = 64 * 2 ** 20;

/** The folders that get kubeconfigs, keys, records of runs, and what can be made again. */
export async function folders({
  host,
  plan,
  cache,
}: Pick<Probes, 'host' | 'plan' | 'cache'>): Promise<Finding> {
  const wanted = [...plan.clusters.map(({kubeconfig}) => dirname(kubeconfig)), plan.root.folder, cache];
  const places = [...new Set(await Promise.all(wanted.map((folder) => nearest(folder, host))))];
  const refused = await Promise.all(
    places.map(async (place) => {
      if (!(await host.usable(place))) return [`${place} cannot be written to`];
      const {freeBytes} = await host.disk(place);
      return freeBytes >= LEAST_BYTES ? [] : [`${place} has ${Math.floor(freeBytes / 2 ** 20)} MiB left`];
    }),
  );
  const seen = refused.flat();
  if (seen.length === 0) return ok(CODE, WHAT, places.join(', '));
  const remedy = 'work in a folder of yours that has 64 MiB left; XDG_CACHE_HOME says where the cache is';
  return fault(CODE, WHAT, seen.join('; '), remedy);
}

/** The folder itself, or the nearest one above it that is there. */
async function nearest(folder: string, host: Probes['host']): Promise<string> {
  if (dirname(folder) === folder || (await host.exists(folder))) return folder;
  return nearest(dirname(folder), host);
}
