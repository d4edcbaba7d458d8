import type {Step} from '../../engine/step.js';
import type {Plan} from '../../plan/plan.js';
import {baseStep} from './base-image.js';
import {clientImageStep} from './client-image.js';
import {envoyStep} from './envoy.js';
import {goSteps} from './go-parts.js';
import {layoutOf} from './layout.js';
import {nodeStep} from './node-image.js';
import {systemStep} from './node-system.js';
import {podSteps} from './pod-images.js';
import {finalProducts} from '../products.js';
import {readyStep} from '../ready.js';
import {toolsStep} from './tools.js';
import type {SupplyDrivers} from '../work.js';
import type {Work} from './layout.js';

/**
 * What the source supply builds, from Go modules, a Python wheel and Debian's packages. Every product carries the
 * hash of what it is made from in its name, so a part that is built stays built, and an interrupted build goes on
 * where it was.
 */
export function sourceSteps(plan: Plan, drivers: SupplyDrivers): Step[] {
  const work: Work = {layout: layoutOf(plan.supplied.folders, plan.versions.istio), drivers};
  const {node, client, tools} = finalProducts(work);
  const steps = [
    ...goSteps(work),
    envoyStep(work, [node]),
    baseStep(work, [node, client]),
    systemStep(work),
    ...podSteps(work),
    nodeStep(work),
    clientImageStep(work),
    toolsStep(work),
  ];
  return [...steps, readyStep(steps, [tools, node, client])];
}
