import {EastwestError, EXIT} from '../base/errors.js';
import {nearest} from '../base/nearest.js';
import {checkOf, type CheckName} from '../findings/codes.js';
import {clusterNamed, peersOf, type Plan} from '../plan/plan.js';
import {configRejected} from './data-plane/config-rejected.js';
import {serviceClusterLocal} from './endpoints/service-cluster-local.js';
import {crossNetworkGatewayGone} from './gateway/cross-network-gateway-gone.js';
import {gatewayMissing} from './gateway/gateway-missing.js';
import {gatewayNoAddress} from './gateway/gateway-no-address.js';
import {gatewayWithoutSni} from './gateway/gateway-without-sni.js';
import {networkLabelMissing} from './gateway/network-label-missing.js';
import {networkLabelWrong} from './gateway/network-label-wrong.js';
import type {Fault, FaultRow} from './fault.js';
import {addressesSwapped} from './host/addresses-swapped.js';
import {clockSkew} from './host/clock-skew.js';
import {nodePaused} from './host/node-paused.js';
import {nodeStopped} from './host/node-stopped.js';
import {namespaceNotInjected} from './injection/namespace-not-injected.js';
import {podsBeforeInjection} from './injection/pods-before-injection.js';
import {istiodDown} from './control-plane/istiod-down.js';
import {poolExhausted} from './load-balancer/pool-exhausted.js';
import {poolOutsideSubnet} from './load-balancer/pool-outside-subnet.js';
import {poolsOverlap} from './load-balancer/pools-overlap.js';
import {consecutiveErrorsIgnored} from './locality/consecutive-errors-ignored.js';
import {localityLabelsMissing} from './locality/locality-labels-missing.js';
import {maxEjectionNever} from './locality/max-ejection-never.js';
import {outlierDetectionMissing} from './locality/outlier-detection-missing.js';
import {podsNotRestarted} from './locality/pods-not-restarted.js';
import {nodeCutDrop} from './network/node-cut-drop.js';
import {nodeCutReject} from './network/node-cut-reject.js';
import {policyWrongCluster} from './policy/policy-wrong-cluster.js';
import {policyWrongPrincipal} from './policy/policy-wrong-principal.js';
import {strictPlainClient} from './policy/strict-plain-client.js';
import {remoteSecretExpiredToken} from './remote-secret/remote-secret-expired-token.js';
import {remoteSecretLoopback} from './remote-secret/remote-secret-loopback.js';
import {remoteSecretMissing} from './remote-secret/remote-secret-missing.js';
import {remoteSecretWrongCa} from './remote-secret/remote-secret-wrong-ca.js';
import {remoteSecretWrongCluster} from './remote-secret/remote-secret-wrong-cluster.js';
import {servicePortNameWrong} from './services/service-port-name-wrong.js';
import {serviceSelectorWrong} from './services/service-selector-wrong.js';
import {stubServiceGone} from './services/stub-service-gone.js';
import {cacertsAfterIstiod} from './trust/cacerts-after-istiod.js';
import {foreignRootFault} from './trust/foreign-root.js';
import {intermediateExpired} from './trust/intermediate-expired.js';
import {workloadNotRenewed} from './trust/workload-not-renewed.js';

/** Every known way to break the lab, in the order of the chain of causes. A new fault is a file and a line here. */
export const FAULTS: readonly Fault[] = [
  nodePaused,
  nodeStopped,
  clockSkew,
  addressesSwapped,
  nodeCutDrop,
  nodeCutReject,
  istiodDown,
  poolExhausted,
  poolOutsideSubnet,
  poolsOverlap,
  foreignRootFault,
  intermediateExpired,
  cacertsAfterIstiod,
  workloadNotRenewed,
  remoteSecretMissing,
  remoteSecretLoopback,
  remoteSecretWrongCa,
  remoteSecretExpiredToken,
  remoteSecretWrongCluster,
  gatewayMissing,
  gatewayNoAddress,
  networkLabelMissing,
  networkLabelWrong,
  crossNetworkGatewayGone,
  gatewayWithoutSni,
  namespaceNotInjected,
  podsBeforeInjection,
  stubServiceGone,
  serviceSelectorWrong,
  servicePortNameWrong,
  serviceClusterLocal,
  localityLabelsMissing,
  podsNotRestarted,
  outlierDetectionMissing,
  maxEjectionNever,
  consecutiveErrorsIgnored,
  policyWrongPrincipal,
  policyWrongCluster,
  strictPlainClient,
  configRejected,
];

/**
 * The fault of a name.
 *
 * @throws FAULT-UNKNOWN
 */
export function faultNamed(name: string): Fault {
  const found = FAULTS.find((fault) => fault.name === name);
  if (found !== undefined) return found;
  const meant = nearest(
    name,
    FAULTS.map((fault) => fault.name),
  );
  throw new EastwestError(
    `there is no fault ${name}${meant === undefined ? '' : `; did you mean ${meant}?`}`,
    {
      code: 'FAULT-UNKNOWN',
      hint: '`eastwest faults` lists them',
      exitCode: EXIT.usage,
    },
  );
}

/** Those that can be planted in a lab. */
export function faultsFor(plan: Plan): readonly Fault[] {
  return FAULTS.filter((fault) => lackOf(fault, plan) === undefined);
}

/** The table of faults, as one lab can have them. */
export function faultRows(plan: Plan): readonly FaultRow[] {
  return FAULTS.map((fault) => {
    const {name, does, finding} = fault;
    const lacks = lackOf(fault, plan);
    return {
      name,
      does,
      finding,
      check: linkOf(fault),
      sites: fault.sites(plan),
      see: seeLines(fault, plan),
      ...(lacks === undefined ? {} : {lacks}),
    };
  });
}

/** Shell lines that show it in a cluster, with a peer; in the first ones that it can be in, unless they are named. */
export function seeLines(
  fault: Fault,
  plan: Plan,
  cluster = fault.sites(plan)[0],
  other?: string,
): readonly string[] {
  if (cluster === undefined) return [];
  const where = clusterNamed(plan, cluster);
  const peer = peersOf(plan, where).find(({name}) => other === undefined || name === other);
  return peer === undefined ? [] : fault.see(where, peer, plan);
}

/** The link of the chain of causes that comes upon it. */
export function linkOf({check, finding}: Fault): CheckName {
  return check ?? checkOf(finding);
}

function lackOf({requires, sites}: Fault, plan: Plan): string | undefined {
  if (requires !== undefined && !plan.capabilities.includes(requires)) return requires;
  return sites(plan).length === 0 ? 'a second cluster' : undefined;
}
