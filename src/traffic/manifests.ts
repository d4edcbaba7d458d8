import type {KubeObject} from '../drivers/kube/kube.js';
import type {Continuity} from '../lab/lab.js';
import {DRAIN_MARGIN_SECONDS, drainingEnv} from '../plan/draining.js';
import {labLabels} from '../plan/own.js';
import type {Plan} from '../plan/plan.js';
import {directionsOf, hostOf, type Direction} from './flows.js';

/** All that the traffic needs in a cluster lies here. */
export const TRAFFIC_NAMESPACE = 'eastwest-traffic';

const NETWORKING = 'networking.istio.io/v1beta1';
const PORT = 8080;
/** The agent asks once a second whether anybody is still connected. */
const AGENT_LOOKS_SECONDS = 2;

/** The workload that only the pods of this cluster are of. */
export function echoOf(cluster: string): string {
  return `echo-${cluster}`;
}

/**
 * The workload of a cluster, and the Services of it and of the one that is called from here: a Service in both clusters
 * is what makes them one, as everywhere in a mesh.
 */
export function workloadOf(plan: Plan, direction: Direction): readonly KubeObject[] {
  const {from, to} = direction;
  return [service(plan, from), service(plan, to), deployment(plan, from)];
}

/** The way from the ingress gateway of a cluster to what is only in another one, without and with retries. */
export function routesOf(plan: Plan, {to}: Direction): readonly KubeObject[] {
  const off = hostOf({retries: 'off'});
  const on = hostOf({retries: 'on'});
  return [
    {
      ...head(plan, NETWORKING, 'Gateway', 'traffic'),
      spec: {
        selector: {istio: 'ingressgateway'},
        servers: [{port: {number: 80, name: 'http', protocol: 'HTTP'}, hosts: [off, on]}],
      },
    },
    virtualService(plan, 'retries-off', off, {...routeTo(to), retries: {attempts: 0}}),
    virtualService(plan, 'retries-on', on, routeTo(to)),
    ...(plan.continuity === undefined ? [] : [shortConnections(plan, plan.continuity, to)]),
  ];
}

/** The cluster's direction; every cluster has one. */
export function directionFrom(plan: Plan, cluster: string): Direction {
  const found = directionsOf(plan).find(({from}) => from === cluster);
  if (found === undefined) throw new RangeError(`no traffic from ${cluster}`);
  return found;
}

function head(plan: Plan, apiVersion: string, kind: string, name: string): KubeObject {
  return {apiVersion, kind, metadata: {name, namespace: TRAFFIC_NAMESPACE, labels: labLabels(plan)}};
}

function service(plan: Plan, cluster: string): KubeObject {
  const name = echoOf(cluster);
  return {
    ...head(plan, 'v1', 'Service', name),
    spec: {selector: {app: name}, ports: [{name: 'http', port: 80, targetPort: PORT}]},
  };
}

function deployment(plan: Plan, cluster: string): KubeObject {
  const name = echoOf(cluster);
  const {continuity} = plan;
  const container = {
    name: 'echo',
    image: 'docker.io/eastwest/workloads:1',
    imagePullPolicy: 'IfNotPresent',
    args: ['simple-backend'],
    env: [
      {name: 'NAME', value: name},
      {name: 'MESSAGE', value: cluster},
    ],
    ports: [{name: 'http', containerPort: PORT}],
    readinessProbe: {httpGet: {path: '/healthz', port: 'http'}, periodSeconds: 1},
    resources: {requests: {cpu: '10m', memory: '48Mi'}},
  };
  return {
    ...head(plan, 'apps/v1', 'Deployment', name),
    spec: {
      replicas: continuity?.replicas ?? 1,
      selector: {matchLabels: {app: name}},
      ...(continuity === undefined
        ? {template: podOf(name, {}, {containers: [container]})}
        : drainingPods(name, container, continuity)),
    },
  };
}

function podOf(app: string, annotations: Readonly<Record<string, string>>, spec: object): object {
  return {metadata: {labels: {app, version: 'v1'}, annotations}, spec};
}

/**
 * New pods first; and a pod that is to end serves until its proxy has ended. The proxy drains from the first moment on,
 * which costs nobody a call: it still takes connections, and ends each with its next answer.
 */
function drainingPods(
  app: string,
  container: object,
  {preStopSeconds, drainSeconds}: Continuity,
): Readonly<Record<string, unknown>> {
  const proxySeconds = preStopSeconds + drainSeconds;
  const served = proxySeconds + AGENT_LOOKS_SECONDS;
  const config = JSON.stringify({proxyMetadata: drainingEnv(proxySeconds)});
  return {
    strategy: {rollingUpdate: {maxSurge: '100%', maxUnavailable: 0}},
    template: podOf(
      app,
      {'proxy.istio.io/config': config},
      {
        terminationGracePeriodSeconds: served + DRAIN_MARGIN_SECONDS,
        containers: [{...container, lifecycle: {preStop: {exec: {command: ['sleep', String(served)]}}}}],
      },
    ),
  };
}

function virtualService(plan: Plan, name: string, host: string, route: object): KubeObject {
  return {
    ...head(plan, NETWORKING, 'VirtualService', name),
    spec: {hosts: [host], gateways: ['traffic'], http: [route]},
  };
}

function routeTo(cluster: string): object {
  return {route: [{destination: {host: fullName(cluster), port: {number: 80}}}]};
}

/**
 * An east-west gateway passes TLS on and cannot tell anybody to close a connection: who is connected when it ends is
 * cut off. So the caller itself closes each of its connections before that, between two calls.
 *
 * It holds for the cluster that calls, and must not stand in the one that is called: there Istio would have the east-west
 * gateway cut every connection at that age, in the middle of whatever goes on.
 */
function shortConnections(plan: Plan, {drainSeconds}: Continuity, to: string): KubeObject {
  return {
    ...head(plan, NETWORKING, 'DestinationRule', echoOf(to)),
    spec: {
      host: fullName(to),
      trafficPolicy: {connectionPool: {tcp: {maxConnectionDuration: `${drainSeconds}s`}}},
    },
  };
}

function fullName(cluster: string): string {
  return `${echoOf(cluster)}.${TRAFFIC_NAMESPACE}.svc.cluster.local`;
}
