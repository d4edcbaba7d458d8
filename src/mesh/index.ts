import type {Drivers} from '../drivers/drivers.js';
import type {Step} from '../engine/step.js';
import {peersOf, type Plan} from '../plan/plan.js';
import {controlPlaneStep, istiodStep, networkLabelStep, stockEnvoyStep} from './control-plane.js';
import {eastWestStep, exposeStep} from './east-west.js';
import {addressesStep, ingressPortStep} from './ingress.js';
import {remoteSecretStep} from './remote-secret.js';
import {runningProxyStep} from './running-proxy.js';
import {sniStep} from './sni.js';
import {tagStep} from './tag.js';

// What a hop between versions is made of; each cluster's plan says which version and revision it is to have.
export {controlPlaneStep, istiodStep, stockEnvoyStep, type InstallSetting} from './control-plane.js';
export {eastWestStep} from './east-west.js';
export {EAST_WEST_GATEWAY, INGRESS_GATEWAY} from './gateways.js';
export {addressesStep, ingressPortStep} from './ingress.js';
export {installedRefs} from './installed-refs.js';
export {istiodAloneStep} from './istiod-alone.js';
export {istioctlOf} from './install.js';
export {runningProxyStep} from './running-proxy.js';
export {sniStep} from './sni.js';
export {TAG_INJECTOR} from './injectors.js';
export {DEFAULT_VALIDATOR, tagStep} from './tag.js';
export {stockEnvoyLimits} from './stock-envoy/switches.js';

/** Stage "mesh": a control plane and an east-west gateway in each cluster, and sight of the others. */
export function meshSteps(plan: Plan, drivers: Drivers): Step[] {
  return plan.clusters.flatMap((cluster) => [
    networkLabelStep(cluster, drivers),
    controlPlaneStep(plan, cluster, drivers),
    istiodStep(cluster, drivers),
    ...stockEnvoyStep(plan, cluster, drivers),
    // Without a revision the installation makes its own control plane the default.
    ...(cluster.istio.revision === undefined ? [] : [tagStep(plan, cluster, drivers)]),
    runningProxyStep(plan, cluster, drivers),
    ...ingressPortStep(cluster, drivers),
    exposeStep(plan, cluster, drivers),
    eastWestStep(plan, cluster, drivers),
    addressesStep(cluster, drivers),
    ...peersOf(plan, cluster).map((peer) => remoteSecretStep(plan, cluster, peer, drivers)),
    sniStep(plan, cluster, drivers),
  ]);
}
