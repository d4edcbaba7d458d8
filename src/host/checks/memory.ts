import {fault, ok, warning, type Finding} from '../finding.js';
import {gib} from '../needs.js';
import {needOf} from '../progress.js';
import type {Probes} from '../probes.js';

const CODE = 'HOST-MEMORY';
const WHAT = 'memory';

export async function memory(
  probes: Pick<Probes, 'host' | 'plan' | 'engine' | 'docker' | 'istioBuilds'>,
): Promise<Finding> {
  const [{totalBytes, availableBytes}, engine, {memory: whole, available: need}] = await Promise.all([
    probes.host.memory(),
    probes.engine,
    needOf(probes),
  ]);
  const total = Math.min(totalBytes, engine?.memoryBytes ?? totalBytes);
  if (total < whole) {
    return fault(
      CODE,
      WHAT,
      `${gib(total)}; needed: ${gib(whole)}`,
      `give the machine ${gib(whole)} or more`,
    );
  }
  if (availableBytes !== undefined && availableBytes < need) {
    return warning(
      CODE,
      WHAT,
      `${gib(availableBytes)} available; needed: ${gib(need)}`,
      'end other programs',
    );
  }
  const free = availableBytes === undefined ? '' : `${gib(availableBytes)} available of `;
  return ok(CODE, WHAT, `${free}${gib(total)}; needed: ${gib(need)}`);
}
