import {allDone, lookOnce, type Look} from '../base/wait-for.js';
import type {Drivers} from '../drivers/drivers.js';
import {lookApplied} from '../drivers/kube/manifest.js';
import type {KubeRef} from '../drivers/kube/kube.js';
import {lookDeployment} from '../drivers/kube/workloads.js';
import type {Step} from '../engine/step.js';
import {istiodName, istioText} from '../plan/istio.js';
import {ISTIO_SYSTEM, type ClusterPlan, type Plan} from '../plan/plan.js';
import {
  installCommand,
  installedObjects,
  istioctlOf,
  lookInstalled,
  operatorFiles,
  settingsOf,
} from './install.js';
import {INGRESS_GATEWAY} from './gateways.js';
import {ownInjector, partInjectors} from './injectors.js';
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

/** How a part of the mesh is installed. */
export interface InstallSetting {
  /** Over itself where all of it is there already. */
  readonly again?: boolean;
}

/** istiod and the ingress gateway, by istioctl from the chapter's IstioOperator. */
export function controlPlaneStep(
  plan: Plan,
  cluster: ClusterPlan,
  drivers: Drivers,
  {again = false}: InstallSetting = {},
): Step {
  const {name, kubeconfig, controlPlane, istio} = cluster;
  const installed = async (signal: AbortSignal): Promise<Look> => {
    const files = await operatorFiles(plan, controlPlane, istio);
    const objects = () => installedObjects(plan, istio, drivers, files, signal);
    return lookInstalled(drivers.kubeFor(kubeconfig), controlPlane, istio, objects);
  };
  return {
    id: controlPlaneStepId(cluster),
    title: `Istio ${istioText(istio)} in ${name}`,
    needs: [networkLabelStepId(cluster)],
    commands: [installCommand(controlPlane, istio)],
    deadlineMs: 180_000,
    done: async ({signal}) => {
      // Its pods first: to ask for all objects each second takes what the pods that come up need.
      const kube = drivers.kubeFor(kubeconfig);
      const looks = [istiodName(cluster), INGRESS_GATEWAY].map((deployment) =>
        lookDeployment(kube, ISTIO_SYSTEM, deployment),
      );
      const pods = allDone(await Promise.all(looks));
      if (!pods.done) return pods;
      const found = await installed(signal);
      return found.done ? pods : found;
    },
    run: async ({signal, say}) => {
      // All is there and only not up again: after a restart of its node there is nothing to install.
      if (!again && (await lookOnce(installed, signal)).done) {
        say('its pods are coming up');
        return;
      }
      await partInjectors(plan, cluster, drivers, signal);
      const files = await operatorFiles(plan, controlPlane, istio);
      await istioctlOf(plan, istio, drivers).install({kubeconfig, files, set: settingsOf(istio), signal});
    },
  };
}

/**
 * istiod answers and injects. It waits beside the installation, which goes on to wait for the ingress gateway:
 * what needs istiod alone begins then.
 */
export function istiodStep(cluster: ClusterPlan, {kubeFor}: Drivers): Step {
  const injector = ownInjector(cluster.istio);
  return {
    id: istiodStepId(cluster),
    title: `istiod of ${cluster.name} answers`,
    needs: [networkLabelStepId(cluster)],
    commands: [`kubectl -n ${ISTIO_SYSTEM} rollout status deploy/${istiodName(cluster)}`],
    deadlineMs: 180_000,
    done: async () => {
      const kube = kubeFor(cluster.kubeconfig);
      const istiod = await lookDeployment(kube, ISTIO_SYSTEM, istiodName(cluster));
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

/**
 * What only stock Envoy needs; not there at all when the proxies are Istio's own. While a cluster moves, proxies of the
 * version that it comes from are there `beside` those of its plan.
 */
export function stockEnvoyStep(
  plan: Plan,
  cluster: ClusterPlan,
  {kubeFor}: Drivers,
  beside: readonly string[] = [],
): Step[] {
  if (plan.supplied.proxy.kind === 'istio-proxy') return [];
  const versions = [...new Set([cluster.istio.version, ...beside])];
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
