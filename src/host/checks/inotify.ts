import {ok, warning, type Finding} from '../finding.js';
import {NEEDS} from '../needs.js';
import type {Probes} from '../probes.js';

const CODE = 'HOST-INOTIFY';
const WHAT = 'inotify limits';

/** Every node counts against the limits of root; below them, pods end with "too many open files". */
export async function inotify({host, plan}: Pick<Probes, 'host' | 'plan'>): Promise<Finding> {
  const nodes = plan.clusters.length;
  const limits = [
    {name: 'max_user_instances', least: nodes * NEEDS.inotify.instances},
    {name: 'max_user_watches', least: nodes * NEEDS.inotify.watches},
  ];
  const found = await Promise.all(
    limits.map(async (limit) => ({
      ...limit,
      seen: Number((await host.readFile(`/proc/sys/fs/inotify/${limit.name}`)) ?? Number.NaN),
    })),
  );
  const low = found.filter(({seen, least}) => !(seen >= least));
  if (low.length === 0) return ok(CODE, WHAT, found.map(({name, seen}) => `${name} ${seen}`).join(', '));
  return warning(
    CODE,
    WHAT,
    low
      .map(({name, seen, least}) => `${name} ${Number.isNaN(seen) ? 'unknown' : seen}; needed: ${least}`)
      .join(', '),
    `sysctl -w ${low.map(({name, least}) => `fs.inotify.${name}=${least}`).join(' ')}`,
  );
}
