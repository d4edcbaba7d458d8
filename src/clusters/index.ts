import type {Drivers} from '../drivers/drivers.js';
import type {Step} from '../engine/step.js';
import type {Plan} from '../plan/plan.js';
import {dnsSteps} from './dns.js';
import {egressSteps} from './egress.js';
import {kubeProxyStep} from './kube-proxy.js';
import {apiStep} from './kubeconfig.js';
import {networkStep} from './network.js';
import {nodeStep, remainsStep} from './node.js';
import {imageStep} from './node-image.js';
import {localityStep, readyStep} from './ready.js';
import {startedStep} from './started.js';
import {straysStep} from './strays.js';

export {restingNodes} from './started.js';

/** Stage "clusters": the docker network and a kind cluster for each one declared. */
export function clusterSteps(plan: Plan, drivers: Drivers): Step[] {
  return [
    networkStep(plan, drivers.docker),
    imageStep(plan, drivers.docker),
    straysStep(plan, drivers.docker),
    startedStep(plan, drivers),
    ...plan.clusters.flatMap((cluster) => [
      remainsStep(plan, cluster, drivers),
      nodeStep(plan, cluster, drivers),
      apiStep(plan, cluster, drivers),
      localityStep(cluster, drivers),
      readyStep(cluster, drivers),
      kubeProxyStep(cluster, drivers),
      ...dnsSteps(plan, cluster, drivers),
      ...egressSteps(plan, cluster, drivers),
    ]),
  ];
}
