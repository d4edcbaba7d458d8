import {fault, ok, warning, type Finding} from '../finding.js';
import type {Probes} from '../probes.js';

const CODE = 'HOST-OS';
const WHAT = 'system';
const BUILT_FOR = ['linux x64', 'linux arm64'];

export async function system({host, plan}: Pick<Probes, 'host' | 'plan'>): Promise<Finding> {
  const here = `${host.platform} ${host.arch}`;
  if (BUILT_FOR.includes(here)) {
    const name = /^PRETTY_NAME="?([^"\n]*)/m.exec((await host.readFile('/etc/os-release')) ?? '')?.[1];
    return ok(CODE, WHAT, name === undefined ? here : `${here}, ${name}`);
  }
  if (plan.supplied.supply === 'source') {
    const seen = `${here}; the source supply builds on ${BUILT_FOR.join(' and ')}`;
    return fault(CODE, WHAT, seen, 'work in a Linux virtual machine, or use another --supply');
  }
  return warning(
    CODE,
    WHAT,
    `${here}; tried on ${BUILT_FOR.join(' and ')} only`,
    'work in a Linux virtual machine',
  );
}
