import type {KubeRef} from '../../drivers/kube/kube.js';
import {ISTIO_SYSTEM} from '../../plan/plan.js';

/** The Gateway that opens the east-west gateway for every service; the book's name for it. */
export const CROSS_NETWORK: KubeRef = {
  apiVersion: 'networking.istio.io/v1beta1',
  kind: 'Gateway',
  metadata: {name: 'cross-network-gateway', namespace: ISTIO_SYSTEM},
};
export const GATEWAY = 'istio-eastwestgateway';
