import type {Drivers} from '../drivers/drivers.js';
import type {Kube} from '../drivers/kube/kube.js';
import {lookApplied} from '../drivers/kube/manifest.js';
import {lookDeployment, lookSidecars, refuseHopelessPods} from '../drivers/kube/workloads.js';
import type {Step} from '../engine/step.js';
import type {ClusterPlan, Plan} from '../plan/plan.js';
import {answersStep} from './answers.js';
import {directionFrom, echoOf, routesOf, TRAFFIC_NAMESPACE, workloadOf} from './manifests.js';
import {lookNamespace, makeNamespace, removeNamespace, type Injection} from './namespace.js';

const INJECTED: Injection = {'istio-injection': 'enabled'};

export interface TrafficSetting {
  /** What has Istio put its proxy into the pods of a cluster; `istio-injection=enabled` unless given. */
  readonly injectionOf?: (cluster: ClusterPlan) => Injection;
}

/**
 * What calls between the clusters need: a namespace in each with a workload, routes to the next cluster's, and every
 * flow answered. Taken back, nothing is left of it, nor of a caller at work.
 */
export function trafficSteps(plan: Plan, drivers: Drivers, {injectionOf}: TrafficSetting = {}): Step[] {
  return [
    ...plan.clusters.flatMap((cluster) => [
      namespaceStep(plan, cluster, drivers, injectionOf?.(cluster) ?? INJECTED),
      workloadStep(plan, cluster, drivers),
      routesStep(plan, cluster, drivers),
      readyStep(cluster, drivers),
    ]),
    answersStep(plan, drivers),
  ];
}

function namespaceStep(
  plan: Plan,
  {name, kubeconfig}: ClusterPlan,
  {kubeFor, clock}: Drivers,
  injection: Injection,
): Step {
  const labels = Object.entries(injection).map(([key, value]) => `${key}=${value}`);
  return {
    id: `traffic.${name}.namespace`,
    title: `Namespace ${TRAFFIC_NAMESPACE} in ${name}`,
    needs: [],
    commands: [
      `kubectl create namespace ${TRAFFIC_NAMESPACE}`,
      `kubectl label namespace ${TRAFFIC_NAMESPACE} ${labels.join(' ')}`,
    ],
    deadlineMs: 10_000,
    done: () => lookNamespace(plan, kubeFor(kubeconfig)),
    run: (context) => makeNamespace(plan, kubeFor(kubeconfig), injection, clock, context),
    undo: (context) => removeNamespace(plan, kubeFor(kubeconfig), clock, context),
  };
}

function workloadStep(plan: Plan, {name, kubeconfig}: ClusterPlan, {kubeFor}: Drivers): Step {
  const objects = workloadOf(plan, directionFrom(plan, name));
  return {
    id: `traffic.${name}.workload`,
    title: `Workload ${echoOf(name)} in ${name}`,
    needs: [`traffic.${name}.namespace`],
    commands: [`kubectl apply -f ${echoOf(name)}.yaml`],
    deadlineMs: 10_000,
    done: () => lookApplied(kubeFor(kubeconfig), objects),
    run: () => kubeFor(kubeconfig).apply(objects),
  };
}

function routesStep(plan: Plan, {name, kubeconfig}: ClusterPlan, {kubeFor}: Drivers): Step {
  const direction = directionFrom(plan, name);
  const objects = routesOf(plan, direction);
  return {
    id: `traffic.${name}.routes`,
    title: `Routes from ${name} to ${echoOf(direction.to)}`,
    needs: [`traffic.${name}.namespace`],
    commands: [`kubectl apply -f traffic-routes.yaml`],
    deadlineMs: 10_000,
    done: () => lookApplied(kubeFor(kubeconfig), objects),
    run: () => kubeFor(kubeconfig).apply(objects),
  };
}

function readyStep({name, kubeconfig}: ClusterPlan, {kubeFor}: Drivers): Step {
  return {
    id: `traffic.${name}.ready`,
    title: `Workload ${echoOf(name)} ready`,
    needs: [`traffic.${name}.workload`],
    commands: [`kubectl -n ${TRAFFIC_NAMESPACE} rollout status deploy/${echoOf(name)}`],
    deadlineMs: 120_000,
    done: () => lookReady(kubeFor(kubeconfig), echoOf(name)),
    run: () => Promise.resolve(),
  };
}

async function lookReady(kube: Kube, workload: string) {
  const found = await lookDeployment(kube, TRAFFIC_NAMESPACE, workload);
  const pods = await kube.list('v1', 'Pod', {namespace: TRAFFIC_NAMESPACE});
  if (found.done) return lookSidecars(pods);
  refuseHopelessPods(pods);
  return found;
}
