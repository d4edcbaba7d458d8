import type {Drivers} from '../drivers/drivers.js';
import {lookApplied, readManifest} from '../drivers/kube/manifest.js';
import type {KubeObject} from '../drivers/kube/kube.js';
import {lookDeployment, lookSidecars, refuseHopelessPods} from '../drivers/kube/workloads.js';
import type {Step} from '../engine/step.js';
import type {ClusterPlan, Plan} from '../plan/plan.js';

export function manifestsStepId({name}: ClusterPlan): string {
  return `apps.${name}.manifests`;
}

/** The workloads' namespace, marked for sidecar injection. */
export function namespaceStep(plan: Plan, cluster: ClusterPlan, {kubeFor}: Drivers): Step {
  const namespace: KubeObject = {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: {name: plan.namespace, labels: {'istio-injection': 'enabled'}},
  };
  return {
    id: `apps.${cluster.name}.namespace`,
    title: `Namespace ${plan.namespace} in ${cluster.name}`,
    needs: [`clusters.${cluster.name}.api`],
    commands: [
      `kubectl create namespace ${plan.namespace}`,
      `kubectl label namespace ${plan.namespace} istio-injection=enabled`,
    ],
    deadlineMs: 10_000,
    done: () => lookApplied(kubeFor(cluster.kubeconfig), [namespace]),
    run: () => kubeFor(cluster.kubeconfig).apply([namespace]),
  };
}

/** The chapter's manifests. They wait for istiod, whose webhooks inject sidecars and check routes. */
export function manifestsStep(plan: Plan, cluster: ClusterPlan, {kubeFor}: Drivers): Step {
  const {name, apps, kubeconfig} = cluster;
  const stockEnvoy = plan.supplied.proxy.kind === 'stock-envoy' ? [`mesh.${name}.stock-envoy`] : [];
  const tag = cluster.istio.revision === undefined ? [] : [`mesh.${name}.tag`];
  return {
    id: manifestsStepId(cluster),
    title: `Apps of ${name}`,
    needs: [
      `apps.${name}.namespace`,
      `mesh.${name}.istiod`,
      `clusters.${name}.locality`,
      ...stockEnvoy,
      ...tag,
    ],
    commands: apps.map((file) => `kubectl apply -f ${file}`),
    deadlineMs: 30_000,
    done: async () => lookApplied(kubeFor(kubeconfig), await objectsOf(cluster)),
    run: async () => kubeFor(kubeconfig).apply(await objectsOf(cluster)),
  };
}

/** Every app is available, with its sidecar. */
export function readyStep(plan: Plan, cluster: ClusterPlan, {kubeFor}: Drivers): Step {
  const {namespace} = plan;
  return {
    id: `apps.${cluster.name}.ready`,
    title: `Apps of ${cluster.name} ready`,
    needs: [manifestsStepId(cluster)],
    commands: [`kubectl -n ${namespace} wait deploy --all --for=condition=Available --timeout=180s`],
    deadlineMs: 180_000,
    done: async () => {
      const kube = kubeFor(cluster.kubeconfig);
      const deployments = (await objectsOf(cluster)).filter(({kind}) => kind === 'Deployment');
      const looks = await Promise.all(
        deployments.map(({metadata}) => lookDeployment(kube, namespace, metadata.name)),
      );
      const missing = looks.find(({done}) => !done);
      const pods = await kube.list('v1', 'Pod', {namespace});
      refuseHopelessPods(pods);
      return missing ?? lookSidecars(pods);
    },
    run: () => Promise.resolve(),
  };
}

async function objectsOf({apps}: ClusterPlan): Promise<readonly KubeObject[]> {
  return (await Promise.all(apps.map(readManifest))).flat();
}
