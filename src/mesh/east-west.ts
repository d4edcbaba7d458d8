import {throwIfInterrupted} from '../base/errors.js';
import {lookOnce, waitFor, type Look} from '../base/wait-for.js';
import type {Drivers} from '../drivers/drivers.js';
import {lookApplied, readManifest} from '../drivers/kube/manifest.js';
import type {KubeObject} from '../drivers/kube/kube.js';
import {lookDeployment} from '../drivers/kube/workloads.js';
import type {Step} from '../engine/step.js';
import {type ClusterPlan, ISTIO_SYSTEM, type Plan} from '../plan/plan.js';
import {istiodStepId} from './control-plane.js';
import {gatewayFiles, installedObjects, lookInstalled, PRIVILEGED} from './install.js';

const GATEWAY = 'istio-eastwestgateway';
/** How long a gateway that connects may take to be told all that it needs. */
const CONNECT_MS = 20_000;

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
export function eastWestStep(plan: Plan, cluster: ClusterPlan, drivers: Drivers): Step {
  const {name, kubeconfig, eastWestGateway} = cluster;
  const installed = async (signal: AbortSignal): Promise<Look> => {
    const files = await gatewayFiles(plan, eastWestGateway);
    const objects = () => installedObjects(plan, drivers, files, signal);
    return lookInstalled(drivers.kubeFor(kubeconfig), eastWestGateway, objects);
  };
  return {
    id: `mesh.${name}.east-west`,
    title: `East-west gateway of ${name}`,
    needs: [exposeStepId(cluster)],
    commands: [`istioctl install -y -f ${eastWestGateway} --set ${PRIVILEGED}`],
    deadlineMs: 120_000,
    done: async ({signal}) => {
      const found = await installed(signal);
      return found.done ? lookDeployment(drivers.kubeFor(kubeconfig), ISTIO_SYSTEM, GATEWAY) : found;
    },
    run: async ({signal, say}) => {
      if ((await lookOnce(installed, signal)).done) return say('its pod is coming up');
      const files = await gatewayFiles(plan, eastWestGateway);
      await drivers.istioctl.install({kubeconfig, files, set: [PRIVILEGED], signal});
    },
  };
}

/**
 * The SNI clusters that passthrough routes to. Where they are missing though all else is there, the gateway
 * is started anew: a proxy that connects afresh gets everything.
 */
export function sniStep(plan: Plan, cluster: ClusterPlan, {istioctl, kubeFor, clock}: Drivers): Step {
  const {name, kubeconfig} = cluster;
  const look = async (signal: AbortSignal): Promise<Look> => {
    const found = await istioctl.proxyConfig(
      kubeconfig,
      'cluster',
      `deploy/${GATEWAY}.${ISTIO_SYSTEM}`,
      signal,
    );
    const names = (found as {name?: string}[]).map((entry) => entry.name ?? '');
    const sni = names.filter((entry) => entry.startsWith('outbound_'));
    const own = sni.filter((entry) => entry.includes(`.${plan.namespace}.svc`));
    return {done: own.length > 0, seen: `${sni.length} SNI clusters, ${own.length} of ${plan.namespace}`};
  };
  return {
    id: `mesh.${name}.sni`,
    title: `SNI clusters of ${name}'s east-west gateway`,
    needs: [`mesh.${name}.east-west`, ...plan.clusters.map((other) => `apps.${other.name}.manifests`)],
    commands: [`istioctl proxy-config cluster deploy/${GATEWAY}.${ISTIO_SYSTEM} | grep outbound_`],
    deadlineMs: 60_000,
    done: ({signal}) => look(signal),
    run: async ({signal, say}) => {
      // One that has just come up, as after a restart of its node, gets them by itself.
      const wait = {deadlineMs: CONNECT_MS, signal, clock, onSeen: say};
      if (
        await waitFor('the gateway to be told', look, wait).then(
          () => true,
          () => false,
        )
      )
        return;
      throwIfInterrupted(signal);
      say('starting the gateway anew');
      const restartedAt = {'kubectl.kubernetes.io/restartedAt': clock.date().toISOString()};
      await kubeFor(kubeconfig).patch(
        {apiVersion: 'apps/v1', kind: 'Deployment', metadata: {name: GATEWAY, namespace: ISTIO_SYSTEM}},
        {spec: {template: {metadata: {annotations: restartedAt}}}},
      );
    },
  };
}
