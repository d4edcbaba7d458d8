/** Deployment and Service of the gateway that calls from outside come in by. */
export const INGRESS_GATEWAY = 'istio-ingressgateway';

/** Deployment and Service of the gateway between the clusters. */
export const EAST_WEST_GATEWAY = 'istio-eastwestgateway';
