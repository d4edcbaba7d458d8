import {throwIfInterrupted} from '../base/errors.js';
import {lookOnce, waitFor, type Look} from '../base/wait-for.js';
import type {Drivers} from '../drivers/drivers.js';
import {readManifest} from '../drivers/kube/manifest.js';
import type {Step} from '../engine/step.js';
import {type ClusterPlan, ISTIO_SYSTEM, type Plan} from '../plan/plan.js';
import {EAST_WEST_GATEWAY} from './gateways.js';

/** How long a gateway may take to come up and connect, as after a restart of its node. */
const CONNECT_MS = 90_000;
/** So long without them though it is connected, it was passed over for good. */
const PASSED_OVER_MS = 10_000;

/**
 * The SNI clusters that passthrough routes to. Where they are missing though all else is there, the gateway
 * is started anew: a proxy that connects afresh gets everything. One that is only coming up gets them by itself.
 */
export function sniStep(plan: Plan, cluster: ClusterPlan, drivers: Drivers): Step {
  const {istioctl, kubeFor, clock} = drivers;
  const {name, kubeconfig} = cluster;
  const deployment = `deploy/${EAST_WEST_GATEWAY}.${ISTIO_SYSTEM}`;
  const look = async (signal: AbortSignal): Promise<Look & {readonly connected: boolean}> => {
    const found = await istioctl.proxyConfig(kubeconfig, 'cluster', deployment, signal);
    const names = (found as {name?: string}[]).map((entry) => entry.name ?? '');
    const sni = names.filter((entry) => entry.startsWith('outbound_'));
    const own = sni.filter((entry) => entry.includes(`.${plan.namespace}.svc`));
    const seen = `${sni.length} SNI clusters, ${own.length} of ${plan.namespace}`;
    // What istiod sends first; the bootstrap alone has none of them.
    const connected = names.some((entry) => entry === 'BlackHoleCluster' || entry.startsWith('outbound'));
    // A cluster may have none of the lab's Services: its gateway then has those of Kubernetes and Istio alone.
    const wanted = (await hasServices(cluster, plan)) ? own : sni;
    return {done: wanted.length > 0, seen, connected};
  };
  return {
    id: `mesh.${name}.sni`,
    title: `SNI clusters of ${name}'s east-west gateway`,
    needs: [`mesh.${name}.east-west`, ...plan.clusters.map((other) => `apps.${other.name}.manifests`)],
    commands: [`istioctl proxy-config cluster ${deployment} | grep outbound_`],
    deadlineMs: 60_000,
    done: ({signal}) => look(signal),
    run: async ({signal, say}) => {
      let sinceMs: number | undefined;
      const settled = async (): Promise<Look> => {
        const {done, seen, connected} = await look(signal);
        if (!connected) sinceMs = undefined;
        else sinceMs ??= clock.nowMs();
        const passedOver = sinceMs !== undefined && clock.nowMs() - sinceMs >= PASSED_OVER_MS;
        return {done: done || passedOver, seen};
      };
      const wait = {deadlineMs: CONNECT_MS, signal, clock, onSeen: say};
      // Whatever it comes to, the look afterwards tells.
      await waitFor(`the gateway of ${name} to connect`, settled, wait).catch(() => undefined);
      throwIfInterrupted(signal);
      if ((await lookOnce(look, signal)).done) return;
      say('starting the gateway anew');
      const restartedAt = {'kubectl.kubernetes.io/restartedAt': clock.date().toISOString()};
      await kubeFor(kubeconfig).patch(
        {
          apiVersion: 'apps/v1',
          kind: 'Deployment',
          metadata: {name: EAST_WEST_GATEWAY, namespace: ISTIO_SYSTEM},
        },
        {spec: {template: {metadata: {annotations: restartedAt}}}},
      );
    },
  };
}

async function hasServices({apps}: ClusterPlan, {namespace}: Plan): Promise<boolean> {
  const objects = await Promise.all(apps.map(readManifest));
  return objects
    .flat()
    .some(({kind, metadata}) => kind === 'Service' && (metadata.namespace ?? namespace) === namespace);
}
