import {clusterNamed} from '../plan/plan.js';
import type {World} from '../scenario/index.js';
import type {OpenLab} from './open-lab.js';

/** The lab as scenarios and faults reach it. */
export function worldOf({plan, drivers}: OpenLab): World {
  const {docker, istioctl, http, clock} = drivers;
  const kube = (name: string) => drivers.kubeFor(clusterNamed(plan, name).kubeconfig);
  return {plan, docker, kube, istioctl, http, clock};
}
