import type {Look} from '../base/wait-for.js';
import type {Drivers} from '../drivers/drivers.js';
import type {Kube} from '../drivers/kube/kube.js';
import {lookApplied} from '../drivers/kube/manifest.js';
import {lookDeployment} from '../drivers/kube/workloads.js';
import type {Step} from '../engine/step.js';
import {istiodName, istioText, REV, revisionLabel} from '../plan/istio.js';
import {ISTIO_SYSTEM, type ClusterPlan, type Plan} from '../plan/plan.js';
import {INGRESS_GATEWAY} from './gateways.js';
import {partInjectors} from './injectors.js';
import {installCommand, installedObjects, istioctlOf, operatorFiles, over, settingsOf} from './install.js';

/** Laid over the lab's own, it leaves the ingress gateway as it is: with the version and revision that it has. */
const withoutIngress = {
  apiVersion: 'install.istio.io/v1alpha1',
  kind: 'IstioOperator',
  spec: {components: {ingressGateways: [{name: INGRESS_GATEWAY, enabled: false}]}},
} as const;

/**
 * The control plane of a cluster's plan beside another one, without its gateway: `istioctl install` with a revision
 * would upgrade that in the same breath, before any workload has shown that the new istiod is fit for it.
 */
export function istiodAloneStep(plan: Plan, cluster: ClusterPlan, drivers: Drivers): Step {
  const {name, kubeconfig, controlPlane, istio} = cluster;
  const alone = async (): Promise<readonly string[]> => [
    ...(await operatorFiles(plan, controlPlane, istio)),
    await over(plan, withoutIngress),
  ];
  return {
    id: `upgrade.${name}.istiod`,
    title: `istiod ${istioText(istio)} in ${name}, beside the other one`,
    needs: [],
    commands: [
      `${installCommand(controlPlane, istio)} --set components.ingressGateways[0].name=${INGRESS_GATEWAY} --set components.ingressGateways[0].enabled=false`,
    ],
    deadlineMs: 180_000,
    done: async ({signal}): Promise<Look> => {
      const kube = drivers.kubeFor(kubeconfig);
      const objects = await installedObjects(plan, istio, drivers, await alone(), signal);
      const found = await lookApplied(kube, objects);
      return found.done ? lookDeployment(kube, ISTIO_SYSTEM, istiodName(cluster)) : found;
    },
    run: async ({signal}) => {
      const kube = drivers.kubeFor(kubeconfig);
      // Where the gateway is of this revision already, istioctl would take one that is not named for a thing to prune.
      const files = (await hasIngress(kube, cluster))
        ? await operatorFiles(plan, controlPlane, istio)
        : await alone();
      await partInjectors(plan, cluster, drivers, signal);
      await istioctlOf(plan, istio, drivers).install({kubeconfig, files, set: settingsOf(istio), signal});
    },
  };
}

async function hasIngress(kube: Kube, {istio}: ClusterPlan): Promise<boolean> {
  const metadata = {name: INGRESS_GATEWAY, namespace: ISTIO_SYSTEM};
  const found = await kube.get({apiVersion: 'apps/v1', kind: 'Deployment', metadata});
  return found?.metadata.labels?.[REV] === revisionLabel(istio);
}
