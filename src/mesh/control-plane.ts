import {allDone, lookOnce, type Look} from '../base/wait-for.js';
import type {Drivers} from '../drivers/drivers.js';
import {lookApplied} from '../drivers/kube/manifest.js';
import type {KubeRef} from '../drivers/kube/kube.js';
import {lookDeployment} from '../drivers/kube/workloads.js';
import type {Step} from '../engine/step.js';
import {ISTIO_SYSTEM, type ClusterPlan, type Plan} from '../plan/plan.js';
import {installedObjects, lookInstalled, operatorFiles, PRIVILEGED} from './install.js';
import {bringStockEnvoy, lookStockEnvoy} from './stock-envoy/envoy-filter.js';

export function networkLabelStepId({name}: ClusterPlan): string {
  return `mesh.${name}.network`;
}

export function istiodStepId({name}: ClusterPlan): string {
  return `mesh.${name}.istiod`;
}

export function controlPlaneStepId({name}: ClusterPlan): string {
  return `mesh.${name}.control-plane`;
}

/** The namespace's label tells Istio which network the cluster's workloads are on. */
export function networkLabelStep(cluster: ClusterPlan, {kubeFor}: Drivers): Step {
  const ref: KubeRef = {apiVersion: 'v1', kind: 'Namespace', metadata: {name: ISTIO_SYSTEM}};
  const labels = {'topology.istio.io/network': cluster.network};
  return {
    id: networkLabelStepId(cluster),
    title: `Network label of ${cluster.name}`,
    needs: [`ca.${cluster.name}.secret`],
    commands: [`kubectl label namespace ${ISTIO_SYSTEM} topology.istio.io/network=${cluster.network}`],
    deadlineMs: 10_000,
    done: () => lookApplied(kubeFor(cluster.kubeconfig), [{...ref, metadata: {...ref.metadata, labels}}]),
    run: () => kubeFor(cluster.kubeconfig).patch(ref, {metadata: {labels}}),
  };
}

/** istiod and the ingress gateway, by istioctl from the chapter's IstioOperator. */
export function controlPlaneStep(plan: Plan, cluster: ClusterPlan, drivers: Drivers): Step {
  const {name, kubeconfig, controlPlane} = cluster;
  const installed = async (signal: AbortSignal): Promise<Look> => {
    const files = await operatorFiles(plan, controlPlane);
    const objects = () => installedObjects(plan, drivers, files, signal);
    return lookInstalled(drivers.kubeFor(kubeconfig), controlPlane, objects);
  };
  return {
    id: controlPlaneStepId(cluster),
    title: `Istio ${plan.versions.istio} in ${name}`,
    needs: [networkLabelStepId(cluster)],
    commands: [`istioctl install -y -f ${controlPlane} --set ${PRIVILEGED}`],
    deadlineMs: 180_000,
    done: async ({signal}) => {
      // Its pods first: to ask for all objects each second takes what the pods that come up need.
      const kube = drivers.kubeFor(kubeconfig);
      const looks = ['istiod', 'istio-ingressgateway'].map((deployment) =>
        lookDeployment(kube, ISTIO_SYSTEM, deployment),
      );
      const pods = allDone(await Promise.all(looks));
      if (!pods.done) return pods;
      const found = await installed(signal);
      return found.done ? pods : found;
    },
    run: async ({signal, say}) => {
      // All is there and only not up again: after a restart of its node there is nothing to install.
      if ((await lookOnce(installed, signal)).done) {
        say('its pods are coming up');
        return;
      }
      const files = await operatorFiles(plan, controlPlane);
      await drivers.istioctl.install({kubeconfig, files, set: [PRIVILEGED], signal});
    },
  };
}

/**
 * istiod answers and injects. It waits beside the installation, which goes on to wait for the ingress gateway:
 * what needs istiod alone begins then.
 */
export function istiodStep(cluster: ClusterPlan, {kubeFor}: Drivers): Step {
  const injector: KubeRef = {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'MutatingWebhookConfiguration',
    metadata: {name: 'istio-sidecar-injector'},
  };
  return {
    id: istiodStepId(cluster),
    title: `istiod of ${cluster.name} answers`,
    needs: [networkLabelStepId(cluster)],
    commands: [`kubectl -n ${ISTIO_SYSTEM} rollout status deploy/istiod`],
    deadlineMs: 180_000,
    done: async () => {
      const kube = kubeFor(cluster.kubeconfig);
      const istiod = await lookDeployment(kube, ISTIO_SYSTEM, 'istiod');
      if (!istiod.done) return istiod;
      const {webhooks = []} = ((await kube.get(injector)) ?? {}) as Webhooks;
      const trusted =
        webhooks.length > 0 && webhooks.every(({clientConfig}) => Boolean(clientConfig.caBundle));
      return {done: trusted, seen: trusted ? istiod.seen : 'its injector has no CA yet'};
    },
    run: () => Promise.resolve(),
  };
}

interface Webhooks {
  readonly webhooks?: readonly {readonly clientConfig: {readonly caBundle?: string}}[];
}

/** What only stock Envoy needs; not there at all when the proxies are Istio's own. */
export function stockEnvoyStep(plan: Plan, cluster: ClusterPlan, {kubeFor}: Drivers): Step[] {
  if (plan.supplied.proxy.kind === 'istio-proxy') return [];
  const versions = [plan.versions.istio];
  return [
    {
      id: `mesh.${cluster.name}.stock-envoy`,
      title: `Settings for stock Envoy in ${cluster.name}`,
      needs: [istiodStepId(cluster)],
      commands: ['kubectl apply -f stock-envoy.yaml'],
      deadlineMs: 30_000,
      done: () => lookStockEnvoy(kubeFor(cluster.kubeconfig), versions),
      run: () => bringStockEnvoy(kubeFor(cluster.kubeconfig), versions),
    },
  ];
}
