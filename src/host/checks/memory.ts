import {fault, ok, warning, type Finding} from '../finding.js';
import {gib, memoryNeed} from '../needs.js';
import {makingOf, runningOf} from '../progress.js';
import type {Probes} from '../probes.js';

const CODE = 'HOST-MEMORY';
const WHAT = 'memory';

export async function memory(probes: Pick<Probes, 'host' | 'plan' | 'engine' | 'docker'>): Promise<Finding> {
  const [{totalBytes, availableBytes}, engine, running, making] = await Promise.all([
    probes.host.memory(),
    probes.engine,
    runningOf(probes),
    makingOf(probes),
  ]);
  const total = Math.min(totalBytes, engine?.memoryBytes ?? totalBytes);
  const whole = memoryNeed(probes.plan.clusters.length, making);
  if (total < whole) {
    return fault(
      CODE,
      WHAT,
      `${gib(total)}; needed: ${gib(whole)}`,
      `give the machine ${gib(whole)} or more`,
    );
  }
  const missing = probes.plan.clusters.length - running.length;
  const need = missing === 0 ? 0 : memoryNeed(missing, making);
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
