import type {Drivers} from '../drivers/drivers.js';
import type {Step} from '../engine/step.js';
import type {Plan} from '../plan/plan.js';
import {addonSteps} from './addons.js';
import {callStep} from './call.js';
import {clientStep} from './client.js';
import {manifestsStep, namespaceStep, readyStep} from './workloads.js';

/** Stage "apps": the chapter's workloads, the client container, proof that a call goes through, and the addons. */
export function appSteps(plan: Plan, drivers: Drivers): Step[] {
  return [
    clientStep(plan, drivers),
    ...plan.clusters.flatMap((cluster) => [
      namespaceStep(plan, cluster, drivers),
      manifestsStep(plan, cluster, drivers),
      readyStep(plan, cluster, drivers),
    ]),
    ...callStep(plan, drivers),
    ...plan.clusters.flatMap((cluster) => addonSteps(plan, cluster, drivers)),
  ];
}
