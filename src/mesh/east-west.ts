import {lookOnce, type Look} from '../base/wait-for.js';
import type {Drivers} from '../drivers/drivers.js';
import {lookApplied, readManifest} from '../drivers/kube/manifest.js';
import type {KubeObject} from '../drivers/kube/kube.js';
import {lookDeployment} from '../drivers/kube/workloads.js';
import type {Step} from '../engine/step.js';
import {type ClusterPlan, ISTIO_SYSTEM, type Plan} from '../plan/plan.js';
import {istiodStepId, type InstallSetting} from './control-plane.js';
import {EAST_WEST_GATEWAY} from './gateways.js';
import {
  gatewayFiles,
  installCommand,
  installedObjects,
  istioctlOf,
  lookInstalled,
  settingsOf,
} from './install.js';

export function exposeStepId({name}: ClusterPlan): string {
  return `mesh.${name}.expose`;
}

/**
 * The Gateway that lets the other network in. It must be there before the east-west gateway connects to
 * istiod: in Istio 1.17 a Gateway that comes later does not push clusters, and the gateway would listen on
 * 15443 without a single SNI cluster behind it.
 */
export function exposeStep(plan: Plan, cluster: ClusterPlan, {kubeFor}: Drivers): Step {
  const objects = async (): Promise<KubeObject[]> =>
    (await readManifest(plan.exposeServices)).map((object) => ({
      ...object,
      metadata: {...object.metadata, namespace: ISTIO_SYSTEM},
    }));
  return {
    id: exposeStepId(cluster),
    title: `Services of ${cluster.name} exposed`,
    needs: [istiodStepId(cluster)],
    commands: [`kubectl apply -n ${ISTIO_SYSTEM} -f ${plan.exposeServices}`],
    deadlineMs: 30_000,
    done: async () => lookApplied(kubeFor(cluster.kubeconfig), await objects()),
    run: async () => kubeFor(cluster.kubeconfig).apply(await objects()),
  };
}

/** The gateway that carries calls between the clusters. */
export function eastWestStep(
  plan: Plan,
  cluster: ClusterPlan,
  drivers: Drivers,
  {again = false}: InstallSetting = {},
): Step {
  const {name, kubeconfig, eastWestGateway, istio} = cluster;
  const installed = async (signal: AbortSignal): Promise<Look> => {
    const files = await gatewayFiles(plan, eastWestGateway);
    const objects = () => installedObjects(plan, istio, drivers, files, signal);
    return lookInstalled(drivers.kubeFor(kubeconfig), eastWestGateway, istio, objects);
  };
  return {
    id: `mesh.${name}.east-west`,
    title: `East-west gateway of ${name}`,
    needs: [exposeStepId(cluster)],
    commands: [installCommand(eastWestGateway, istio)],
    deadlineMs: 120_000,
    done: async ({signal}) => {
      const pod = await lookDeployment(drivers.kubeFor(kubeconfig), ISTIO_SYSTEM, EAST_WEST_GATEWAY);
      if (!pod.done) return pod;
      const found = await installed(signal);
      return found.done ? pod : found;
    },
    run: async ({signal, say}) => {
      if (!again && (await lookOnce(installed, signal)).done) {
        say('its pod is coming up');
        return;
      }
      const files = await gatewayFiles(plan, eastWestGateway);
      await istioctlOf(plan, istio, drivers).install({kubeconfig, files, set: settingsOf(istio), signal});
    },
  };
}
