import {boundingSet, CAP_SYS_ADMIN, CAP_SYS_RESOURCE, includes} from '../capabilities.js';
import {fault, ok, warning, type Finding} from '../finding.js';
import type {Probes} from '../probes.js';
import {RUNTIME_NAME} from '../runtime-name.js';

const CODE = 'HOST-CAPABILITIES';
const WHAT = 'capabilities';

/** What the engine may give to a privileged container is at most what it has got itself. */
export async function capabilities({host, engine}: Pick<Probes, 'host' | 'engine'>): Promise<Finding> {
  const set = boundingSet(await host.readFile('/proc/self/status'));
  if (set === undefined) {
    return warning(CODE, WHAT, 'no CapBnd in /proc/self/status', 'mount /proc');
  }
  // An engine that answers was started by somebody who had the right to; ours tells nothing of it.
  if (!includes(set, CAP_SYS_ADMIN) && (await engine) === undefined) {
    const remedy = 'run on the machine itself, or in a container started with --privileged';
    return fault(CODE, WHAT, 'CAP_SYS_ADMIN is withheld, so no engine can run here', remedy);
  }
  if (!includes(set, CAP_SYS_RESOURCE)) {
    if ((await engine)?.defaultRuntime === RUNTIME_NAME) {
      return ok(CODE, WHAT, 'CAP_SYS_RESOURCE is withheld; the runtime wrapper stands in');
    }
    const remedy = 'none needed: the runtime wrapper is registered with the engine that `up` starts';
    return warning(CODE, WHAT, 'CAP_SYS_RESOURCE is withheld', remedy);
  }
  return ok(CODE, WHAT, 'CAP_SYS_ADMIN and CAP_SYS_RESOURCE');
}
