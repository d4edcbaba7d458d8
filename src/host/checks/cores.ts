import {fault, ok, type Finding} from '../finding.js';
import {NEEDS} from '../needs.js';
import type {Probes} from '../probes.js';

const CODE = 'HOST-CORES';
const WHAT = 'cores';

export async function cores({host, engine}: Pick<Probes, 'host' | 'engine'>): Promise<Finding> {
  // Docker's machine may have fewer cores than this one.
  const seen = Math.min(host.cpus, (await engine)?.cpus ?? host.cpus);
  if (seen >= NEEDS.cores) return ok(CODE, WHAT, `${seen}`);
  return fault(
    CODE,
    WHAT,
    `${seen}; needed: ${NEEDS.cores}`,
    `give the machine ${NEEDS.cores} cores or more`,
  );
}
