import type {Continuity} from '../lab/lab.js';
import {DRAIN_MARGIN_SECONDS, drainingEnv} from '../plan/draining.js';
import {EAST_WEST_GATEWAY, INGRESS_GATEWAY} from './gateways.js';

const PROXY = 'spec.template.spec.containers.[name:istio-proxy]';

/** istioctl refuses a number of pods where an autoscaler chooses it; these values are for gateways of every name. */
const FIXED_GATEWAYS = {gateways: {'istio-ingressgateway': {autoscaleEnabled: false}}};

/**
 * What lets istiod and the ingress gateway be replaced without a lost call, as an IstioOperator that is laid over the
 * lab's.
 */
export function controlPlaneContinuity(continuity: Continuity): object {
  return operator(
    {
      pilot: {k8s: {replicaCount: continuity.replicas}},
      ingressGateways: [gateway(INGRESS_GATEWAY, continuity)],
    },
    {...FIXED_GATEWAYS, pilot: {autoscaleEnabled: false}},
  );
}

/** The same of the east-west gateway. */
export function eastWestContinuity(continuity: Continuity): object {
  return operator({ingressGateways: [gateway(EAST_WEST_GATEWAY, continuity)]}, FIXED_GATEWAYS);
}

function operator(components: object, values: object): object {
  return {apiVersion: 'install.istio.io/v1alpha1', kind: 'IstioOperator', spec: {components, values}};
}

/**
 * New pods are there before an old one goes. It then goes on as before for a while, in which kube-proxy and the load
 * balancer learn that it is leaving; after that it drains: it still takes connections, and ends each with its next answer.
 *
 * The agent's variables are patched into the Deployment: of two files with a list `k8s.env` istioctl takes the upper
 * one's whole, and the east-west gateway would lose its router mode.
 */
function gateway(name: string, {replicas, preStopSeconds, drainSeconds}: Continuity): object {
  const grace = preStopSeconds + drainSeconds + DRAIN_MARGIN_SECONDS;
  const lifecycle = {preStop: {exec: {command: ['sleep', String(preStopSeconds)]}}};
  const env = Object.entries(drainingEnv(drainSeconds)).map(([variable, value]) => ({
    path: `${PROXY}.env[-1]`,
    value: {name: variable, value},
  }));
  const patches = [
    {path: 'spec.template.spec.terminationGracePeriodSeconds', value: grace},
    {path: `${PROXY}.lifecycle`, value: lifecycle},
    ...env,
  ];
  return {
    name,
    enabled: true,
    k8s: {
      replicaCount: replicas,
      strategy: {rollingUpdate: {maxSurge: '100%', maxUnavailable: 0}},
      overlays: [{apiVersion: 'apps/v1', kind: 'Deployment', name, patches}],
    },
  };
}
