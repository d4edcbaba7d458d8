import semver from 'semver';
import {InterruptedError, reasonOf} from '../base/errors.js';
import {waitFor, type Look} from '../base/wait-for.js';
import type {Kube} from '../drivers/kube/kube.js';
import {istioVersions} from '../plan/istio.js';
import {clusterNamed, type Plan} from '../plan/plan.js';
import type {Bench} from './bench.js';
import {lookDeployment} from '../drivers/kube/workloads.js';
import {DEADLINES} from './deadlines.js';
import {deploymentOf, deploymentRef} from './deployment.js';
import type {Capability, Scenario} from './scenario.js';

/** What the scenario requires and this lab does not have, if there is something. */
export function missingOf({requires, istio, needs}: Scenario, plan: Plan): string | undefined {
  const away = missingClusters(needs.clusters, plan);
  if (away.length > 0) return `${away.length === 1 ? 'the cluster' : 'the clusters'} ${away.join(', ')}`;
  const capabilities = requires.filter((wanted) => !isThere(wanted, needs.clusters, plan));
  if (capabilities.length > 0) return capabilities.join(', ');
  const versions = istioVersions(plan);
  const fits = (version: string): boolean =>
    semver.satisfies(version, istio ?? '*', {includePrerelease: true});
  return versions.every(fits) ? undefined : `Istio ${istio}, this lab has ${versions.join(' and ')}`;
}

/** Clusters that a scenario is written for and the lab does not have. */
function missingClusters(wanted: readonly string[], {clusters}: Plan): readonly string[] {
  return wanted.filter((name) => !clusters.some((cluster) => cluster.name === name));
}

/** An addon is wanted in the clusters that the scenario is about, whatever others there are. */
function isThere(wanted: Capability, clusters: readonly string[], plan: Plan): boolean {
  if (plan.capabilities.includes(wanted)) return true;
  if (clusters.length === 0) return false;
  return clusters.every((name) => clusterNamed(plan, name).addons.some((addon) => addon.name === wanted));
}

/** Waits a little until everything that the scenario needs is there; says what is not. */
export async function unmetNeed({needs}: Scenario, bench: Bench): Promise<string | undefined> {
  const {kube, signal, clock, plan, say} = bench;
  const wait = async (what: string, look: () => Promise<Look>) => {
    await waitFor(what, look, {
      deadlineMs: DEADLINES.needsMs,
      signal,
      clock,
      onSeen: say,
      hint: 'eastwest up',
    });
  };
  try {
    for (const cluster of needs.clusters) {
      await wait(`cluster ${cluster}`, async () => {
        const ready = await kube(cluster).ready(signal);
        return {done: ready, seen: ready ? 'ready' : 'its API server is not ready'};
      });
    }
    for (const {cluster, deployment} of needs.apps) {
      await wait(`${cluster}/${deployment}`, () => available(kube(cluster), plan.namespace, deployment));
    }
    return undefined;
  } catch (error) {
    if (signal.aborted || error instanceof InterruptedError) throw new InterruptedError();
    return reasonOf(error);
  }
}

/** A Deployment that is scaled to none is complete, but nobody can call it. */
async function available(kube: Kube, namespace: string, name: string): Promise<Look> {
  const {replicas} = (await deploymentOf(kube, deploymentRef(name, namespace))).spec;
  return replicas === 0 ? {done: false, seen: 'it is scaled to 0'} : lookDeployment(kube, namespace, name);
}
