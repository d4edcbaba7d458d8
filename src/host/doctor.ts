import type {Clock} from '../base/clock.js';
import {messageOf} from '../base/errors.js';
import type {Plan} from '../plan/plan.js';
import {buildChecksFor, checksFor} from './check-list.js';
import {warning, type Finding} from './finding.js';
import type {Host} from './host.js';
import {toolsFor, type Check, type HostDrivers, type Probes} from './probes.js';
import {systemHost} from './system-host.js';

/** How long the engine may take to answer, and any one check: together the doctor stays under 3 s. */
const ENGINE_MS = 1500;
const CHECK_MS = 2000;

/**
 * Looks at everything that the lab needs of this machine, all at once, and changes nothing. With `istioBuilds` at what it
 * takes to build so many versions of Istio alone.
 */
export async function doctor(
  plan: Plan,
  drivers: HostDrivers,
  signal: AbortSignal = new AbortController().signal,
  host: Host = systemHost,
  istioBuilds?: number,
): Promise<Finding[]> {
  const end = new AbortController();
  const all = AbortSignal.any([end.signal, signal]);
  const tools = toolsFor(plan, drivers, host);
  const {clock, docker} = tools;
  const engine = within(docker.info(all), ENGINE_MS, clock, engineIsLate);
  // Whoever awaits it is told; no check has to.
  engine.catch(() => undefined);
  const probes: Probes = {...tools, plan, engine, signal: all, istioBuilds};
  try {
    const checks = istioBuilds === undefined ? checksFor(plan, host) : buildChecksFor(host);
    return await Promise.all(checks.map((check) => bounded(check, probes, clock)));
  } finally {
    end.abort();
  }
}

/** On a busy machine an engine answers late: that is not to have none. */
function engineIsLate(): never {
  throw new Error(`the Docker engine has not answered in ${ENGINE_MS / 1000} s`);
}

/** A check that cannot tell is reported as such; it neither passes nor hinders. */
async function bounded(check: Check, probes: Probes, clock: Clock): Promise<Finding> {
  const untold = (why: string): Finding =>
    warning('HOST-CHECK-UNTOLD', check.name, `could not be checked: ${why}`, 'run `eastwest doctor` again');
  try {
    return await within(check(probes), CHECK_MS, clock, () => untold(`no answer in ${CHECK_MS / 1000} s`));
  } catch (error) {
    return untold(messageOf(error));
  }
}

/** The answer of `work`, or of `late` once `limitMs` are over. */
async function within<T>(work: Promise<T>, limitMs: number, clock: Clock, late: () => T): Promise<T> {
  const over = new AbortController();
  const alarm = clock.sleep(limitMs, over.signal).then(late, () => new Promise<never>(() => undefined));
  try {
    return await Promise.race([work, alarm]);
  } finally {
    over.abort();
  }
}
