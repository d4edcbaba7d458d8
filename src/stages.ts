import {appSteps} from './apps/index.js';
import {caSteps} from './ca/index.js';
import {clusterSteps} from './clusters/index.js';
import type {Drivers} from './drivers/drivers.js';
import type {Step} from './engine/step.js';
import {hostSteps} from './host/index.js';
import {loadBalancerSteps} from './loadbalancer/index.js';
import {meshSteps} from './mesh/index.js';
import type {Plan} from './plan/plan.js';
import {supplySteps} from './supply/index.js';

export interface StageOptions {
  /** Whether the host stage may install and start a Docker engine. */
  readonly install: boolean;
}

export interface Stage {
  readonly name: string;
  steps(plan: Plan, drivers: Drivers, options: StageOptions): readonly Step[];
}

/** The stages that make a lab, in the order of the flow. What a step waits for is said by its `needs`. */
export const STAGES: readonly Stage[] = [
  {name: 'host', steps: hostSteps},
  {name: 'supply', steps: supplySteps},
  {name: 'clusters', steps: clusterSteps},
  {name: 'load balancer', steps: loadBalancerSteps},
  {name: 'CA', steps: caSteps},
  {name: 'mesh', steps: meshSteps},
  {name: 'apps', steps: appSteps},
];

/** Every step of a lab. */
export function allSteps(plan: Plan, drivers: Drivers, options: StageOptions): readonly Step[] {
  return STAGES.flatMap((stage) => stage.steps(plan, drivers, options));
}
