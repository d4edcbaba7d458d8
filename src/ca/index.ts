import type {Drivers} from '../drivers/drivers.js';
import type {Step} from '../engine/step.js';
import type {Plan} from '../plan/plan.js';
import {intermediateStep, rootStep} from './authorities.js';
import {secretStep} from './secret.js';

/** Stage "CA": one root, an intermediate for each cluster, and Istio's Secret with it. */
export function caSteps(plan: Plan, drivers: Drivers): Step[] {
  return [
    rootStep(plan, drivers.clock),
    ...plan.clusters.flatMap((cluster) => [
      intermediateStep(plan, cluster, drivers.clock),
      secretStep(plan, cluster, drivers),
    ]),
  ];
}
