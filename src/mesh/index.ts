import type {Drivers} from '../drivers/drivers.js';
import type {Step} from '../engine/step.js';
import {peersOf, type Plan} from '../plan/plan.js';
import {controlPlaneStep, istiodStep, networkLabelStep, stockEnvoyStep} from './control-plane.js';
import {eastWestStep, exposeStep} from './east-west.js';
import {addressesStep, ingressPortStep} from './ingress.js';
import {remoteSecretStep} from './remote-secret.js';
import {runningProxyStep} from './running-proxy.js';
import {sniStep} from './sni.js';

export {bringStockEnvoy, lookStockEnvoy} from './stock-envoy/envoy-filter.js';
export {stockEnvoyLimits, stockEnvoyOperator} from './stock-envoy/switches.js';

/** Stage "mesh": a control plane and an east-west gateway in each cluster, and sight of the others. */
export function meshSteps(plan: Plan, drivers: Drivers): Step[] {
  return plan.clusters.flatMap((cluster) => [
    networkLabelStep(cluster, drivers),
    controlPlaneStep(plan, cluster, drivers),
    istiodStep(cluster, drivers),
    ...stockEnvoyStep(plan, cluster, drivers),
    runningProxyStep(plan, cluster, drivers),
    ...ingressPortStep(cluster, drivers),
    exposeStep(plan, cluster, drivers),
    eastWestStep(plan, cluster, drivers),
    addressesStep(cluster, drivers),
    ...peersOf(plan, cluster).map((peer) => remoteSecretStep(plan, cluster, peer, drivers)),
    sniStep(plan, cluster, drivers),
  ]);
}
