import type {ClusterPlan, Plan} from '../../plan/plan.js';
import {fault, faultsIn, passing, type Fault, type Judged} from '../judged.js';
import type {Running} from '../looks/pods.js';
import {howText, notTried, type Reached} from '../looks/reach.js';

export const MTLS_PORT = 15443;

export const NETWORK_LABEL = 'topology.istio.io/network';

export interface GatewaySeen {
  readonly cluster: ClusterPlan;
  readonly deployment: Running;
  readonly service: {readonly there: boolean; readonly type: string; readonly addresses: readonly string[]};
  /** The label on each object that must have it, with the words that `kubectl label` takes for it. */
  readonly labels: readonly {
    readonly object: string;
    readonly target: string;
    readonly found: string | undefined;
  }[];
  /** Gateways that select it and open the port, by name. */
  readonly opening: readonly string[];
  /** Of its first ready pod; undefined where there is none. */
  readonly ports?: readonly number[] | undefined;
  readonly sni?: {readonly all: number; readonly own: number} | undefined;
  /** How many Services the lab's namespace has here. */
  readonly services: number;
  /** From the other clusters' nodes and the client to its address. */
  readonly reached: readonly Reached[];
}

/** Pure. */
export function judgeGateways(seen: readonly GatewaySeen[], plan: Plan): Judged {
  const starting = seen.find(({deployment}) => deployment.state === 'starting');
  if (seen.length === 0)
    return {
      evidence: [{of: 'host', seen: 'all clusters are on one network; no gateway is needed'}],
      faults: [],
    };
  return {
    evidence: seen.map(evidenceOf),
    faults: faultsIn(
      seen.map(missingFault),
      seen.map(addressFault),
      seen.map(labelFault),
      seen.map((one) => exposedFault(one, plan)),
      seen.map(listenerFault),
      seen.map((one) => sniFault(one, plan)),
      seen.map(reachFault),
    ),
    pending:
      starting === undefined
        ? notTried(seen.flatMap(({reached}) => reached))
        : `the east-west gateway of ${starting.cluster.name} is starting`,
  };
}

function evidenceOf({cluster, deployment, service, labels, opening, ports, sni, reached}: GatewaySeen) {
  const networks = [...new Set(labels.map(({found}) => found ?? 'none'))].join(' and ');
  const parts = [
    deployment.seen,
    `address ${service.addresses[0] ?? 'none'}`,
    `network ${networks}`,
    opening.length === 0 ? `no Gateway opens ${MTLS_PORT}` : `opened by ${opening.join(', ')}`,
    ...(ports === undefined
      ? []
      : [ports.includes(MTLS_PORT) ? `listens on ${MTLS_PORT}` : `no ${MTLS_PORT}`]),
    ...(sni === undefined ? [] : [`${sni.all} SNI clusters, ${sni.own} of the lab`]),
    ...reached.map(({from, outcome}) => `from ${from}: ${outcome}`),
  ];
  return {of: cluster.name, seen: parts.join('; ')};
}

function missingFault({cluster, deployment, service}: GatewaySeen): Fault | undefined {
  const missing = (seen: string): Fault =>
    passing('gateway-missing', {cluster: cluster.name, seen, file: cluster.eastWestGateway});
  if (deployment.state === 'missing' || deployment.state === 'none wanted') return missing(deployment.seen);
  if (!service.there) return missing('its Service is not there');
  return deployment.state === 'down' ? missing(deployment.seen) : undefined;
}

function addressFault({cluster: {name}, service}: GatewaySeen): Fault | undefined {
  if (!service.there || service.addresses.length > 0) return undefined;
  const seen = service.type === 'LoadBalancer' ? 'pending' : `its type is ${service.type}`;
  return passing('gateway-no-address', {cluster: name, seen});
}

function labelFault({cluster: {name, network}, labels}: GatewaySeen): Fault | undefined {
  const wrong = labels.find(({found}) => found !== network);
  if (wrong === undefined) return undefined;
  const {object, target, found} = wrong;
  return fault('gateway-network-label', {
    cluster: name,
    object,
    target,
    network,
    found: found === undefined ? `has no label ${NETWORK_LABEL}` : `is labelled ${NETWORK_LABEL}=${found}`,
  });
}

function exposedFault(
  {cluster: {name}, opening, deployment}: GatewaySeen,
  {exposeServices: file}: Plan,
): Fault | undefined {
  if (opening.length > 0 || deployment.state !== 'ready') return undefined;
  return fault('services-not-exposed', {cluster: name, seen: 'none selects it', file});
}

function listenerFault({cluster: {name}, ports}: GatewaySeen): Fault | undefined {
  if (ports === undefined || ports.includes(MTLS_PORT)) return undefined;
  return passing('gateway-not-listening', {cluster: name});
}

function sniFault({cluster: {name}, sni, services}: GatewaySeen, {namespace}: Plan): Fault | undefined {
  if (sni === undefined || sni.own > 0 || (services === 0 && sni.all > 0)) return undefined;
  return passing('gateway-no-sni-clusters', {cluster: name, namespace});
}

function reachFault({cluster, service, reached}: GatewaySeen): Fault | undefined {
  const failed = reached.filter(({outcome}) => outcome !== 'connected' && outcome !== 'not tried');
  const [first] = failed;
  if (first === undefined) return undefined;
  return passing('gateway-unreachable', {
    cluster: cluster.name,
    from: failed.map(({from}) => from).join(' and '),
    address: `${service.addresses[0] ?? ''}:${MTLS_PORT}`,
    how: howText(first.outcome),
    node: cluster.node,
  });
}
