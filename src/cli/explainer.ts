import {availableParallelism, loadavg} from 'node:os';
import {counted} from '../base/counted.js';
import type {Drivers} from '../drivers/drivers.js';
import {clusterKubes} from '../drivers/kube/cluster-kube.js';
import {explain, LOOK_MS, type ExplainOptions} from '../explain/index.js';
import type {Explanation} from '../findings/index.js';
import {clusterNamed, type Plan} from '../plan/plan.js';

/** `explain` on this lab, with clients that wait for no API server longer than a look may take. */
export function explainer(
  plan: Plan,
  {docker, clock}: Pick<Drivers, 'docker' | 'clock'>,
): (signal: AbortSignal, onVerdict?: ExplainOptions['onVerdict']) => Promise<Explanation> {
  const kubeFor = clusterKubes(LOOK_MS);
  const kube = (name: string) => kubeFor(clusterNamed(plan, name).kubeconfig);
  return (signal, onVerdict) =>
    explain({plan, docker, kube, clock, overload}, onVerdict === undefined ? {signal} : {signal, onVerdict});
}

/** So many processes that wait for each core, over the last minute, and looks end by their limits. */
const WAITING_EACH = 6;

function overload(): string | undefined {
  const [waiting = 0] = loadavg();
  const cores = availableParallelism();
  return waiting < WAITING_EACH * cores
    ? undefined
    : `this machine is overloaded: about ${Math.round(waiting)} processes at work on ${counted(cores, 'core')}`;
}
