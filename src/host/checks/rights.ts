import {fault, ok, type Finding} from '../finding.js';
import type {Probes} from '../probes.js';

const CODE = 'HOST-RIGHTS';
const WHAT = 'rights';
const SOCKET = '/var/run/docker.sock';

/** The engine needs rights on its socket; debootstrap makes device files and chroots, so it needs root. */
export async function rights({
  host,
  plan,
  engine,
}: Pick<Probes, 'host' | 'plan' | 'engine'>): Promise<Finding> {
  if (host.uid === 0) return ok(CODE, WHAT, 'root');
  const who = `user ${host.uid}`;
  if (plan.supplied.supply === 'source') {
    return fault(CODE, WHAT, `${who}; debootstrap of the source supply needs root`, 'sudo make lab');
  }
  if ((await engine) !== undefined) return ok(CODE, WHAT, `${who}, may use the Docker engine`);
  if ((await host.exists(SOCKET)) && !(await host.usable(SOCKET))) {
    const remedy = 'sudo usermod -aG docker "$USER", then log in again';
    return fault(CODE, WHAT, `${who} may not use ${SOCKET}`, remedy);
  }
  return fault(CODE, WHAT, `${who} cannot start a Docker engine`, 'sudo make lab');
}
