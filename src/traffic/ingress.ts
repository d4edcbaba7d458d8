import type {Kube} from '../drivers/kube/kube.js';
import {loadBalancerAddress} from '../drivers/kube/workloads.js';
import {ISTIO_SYSTEM} from '../plan/plan.js';

/** The address of a cluster's ingress gateway, once it has one. */
export function ingressOf(kube: Kube): Promise<string | undefined> {
  return loadBalancerAddress(kube, ISTIO_SYSTEM, 'istio-ingressgateway');
}
