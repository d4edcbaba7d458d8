import {fault, ok, type Finding} from '../finding.js';
import {runningOf} from '../progress.js';
import type {Probes} from '../probes.js';

const WHAT = 'ports';

/** Ports that the nodes publish on 127.0.0.1; those that this lab's own nodes hold are fine. */
export async function ports(probes: Pick<Probes, 'host' | 'plan' | 'engine' | 'docker'>): Promise<Finding> {
  const running = await runningOf(probes);
  const wanted = probes.plan.clusters
    .filter((cluster) => !running.includes(cluster))
    .flatMap((cluster) => cluster.hostPorts);
  const free = await Promise.all(wanted.map((port) => probes.host.portFree(port)));
  const taken = wanted.filter((_, index) => free[index] === false);
  if (taken.length > 0) {
    const remedy = `end what \`ss -ltnp\` shows at ${taken.map((port) => `:${port}`).join(' ')}, or change hostPorts`;
    return fault('HOST-PORT-TAKEN', WHAT, `taken on 127.0.0.1: ${taken.join(', ')}`, remedy);
  }
  const own =
    running.length === 0
      ? ''
      : `; held by this lab: ${running.flatMap(({hostPorts}) => hostPorts).join(', ')}`;
  return ok(
    'HOST-PORTS',
    WHAT,
    `free on 127.0.0.1: ${wanted.length === 0 ? 'none needed' : wanted.join(', ')}${own}`,
  );
}
