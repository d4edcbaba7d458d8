/**
 * The chain, in the order of cause: nothing further down can work where something further up does not. `judges` says
 * what cannot be judged any more where the chain breaks before it.
 */
export const CHECKS = {
  host: {title: 'Host', judges: 'whether the machines of the lab run, and by the right clock'},
  network: {title: 'Network', judges: 'whether the machines reach each other'},
  'control-plane': {title: 'Control plane', judges: 'whether Kubernetes and istiod answer'},
  'load-balancer': {title: 'Load balancer', judges: 'whether addresses are given to gateways'},
  trust: {title: 'Trust', judges: 'whether the clusters believe each other’s certificates'},
  'remote-secret': {title: 'Remote secrets', judges: 'whether each istiod can read the other clusters'},
  gateway: {title: 'East-west gateways', judges: 'whether there is a way into each network'},
  injection: {title: 'Proxies in pods', judges: 'whether the apps run, and with proxies'},
  services: {title: 'Services', judges: 'whether names and ports mean the same in every cluster'},
  endpoints: {title: 'Endpoints', judges: 'whether proxies know the pods of the other clusters'},
  locality: {title: 'Locality', judges: 'whether near hosts come first, and far ones stand in for them'},
  policy: {title: 'Policy', judges: 'who is let in'},
  'data-plane': {title: 'Data plane', judges: 'whether proxies have what istiod means them to have'},
  call: {title: 'A call', judges: 'whether a call really gets through'},
} as const;

export type CheckId = keyof typeof CHECKS;

/** In the order in which they are judged. */
export const CHECK_IDS = Object.keys(CHECKS) as readonly CheckId[];
