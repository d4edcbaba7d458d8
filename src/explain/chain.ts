import type {Check} from './check.js';
import {callCheck} from './checks/call.js';
import {controlPlaneCheck} from './checks/control-plane.js';
import {dataPlaneCheck} from './checks/data-plane.js';
import {endpointsCheck} from './checks/endpoints.js';
import {gatewayCheck} from './checks/gateway.js';
import {hostCheck} from './checks/host.js';
import {loadBalancerCheck} from './checks/load-balancer.js';
import {localityCheck} from './checks/locality.js';
import {networkCheck} from './checks/network.js';
import {policyCheck} from './checks/policy.js';
import {remoteSecretCheck} from './checks/remote-secret.js';
import {servicesCheck} from './checks/services.js';
import {trustCheck} from './checks/trust.js';
import {injectionCheck} from './checks/workloads.js';

/** Every check, in the order of cause: the order of `CHECKS`. */
export const CHAIN: readonly Check[] = [
  hostCheck,
  networkCheck,
  controlPlaneCheck,
  loadBalancerCheck,
  trustCheck,
  remoteSecretCheck,
  gatewayCheck,
  injectionCheck,
  servicesCheck,
  endpointsCheck,
  localityCheck,
  policyCheck,
  dataPlaneCheck,
  callCheck,
];
