import {HopelessError, type Look} from '../base/wait-for.js';
import type {Drivers} from '../drivers/drivers.js';
import type {Kube} from '../drivers/kube/kube.js';
import type {Step} from '../engine/step.js';
import {ISTIO_SYSTEM, type ClusterPlan, type Plan, type ProxyFacts} from '../plan/plan.js';
import {controlPlaneStepId} from './control-plane.js';

const GATEWAY = {app: 'istio-ingressgateway'};
const CONTAINER = 'istio-proxy';
const COMMAND = ['pilot-agent', 'request', 'GET', 'server_info'];
const EXEC_MS = 10_000;

/** Extensions that Istio's own build of Envoy has and the project's does not, in one release of it or another. */
const ISTIOS_OWN = /^istio_authn$|^istio\.|metadata_exchange$/;

/**
 * What the running proxies can do is asked of one: Envoy tells its version and every extension that is compiled into
 * it. The mesh was made for what was found in the image; where they differ, nothing that was judged would be true.
 */
export function runningProxyStep(plan: Plan, cluster: ClusterPlan, {kubeFor}: Drivers): Step {
  const {proxy, supply} = plan.supplied;
  return {
    id: `mesh.${cluster.name}.proxy`,
    title: `Proxies of ${cluster.name} are ${proxy.kind}`,
    needs: [controlPlaneStepId(cluster)],
    commands: [`kubectl exec -n ${ISTIO_SYSTEM} deploy/${GATEWAY.app} -- ${COMMAND.join(' ')}`],
    deadlineMs: 60_000,
    done: async ({signal}): Promise<Look> => {
      const answer = await serverInfo(kubeFor(cluster.kubeconfig), signal);
      if (answer === undefined) return {done: false, seen: `no ${GATEWAY.app} runs`};
      const found = runningProxy(answer);
      const seen = `${found.kind}, Envoy ${found.version}`;
      if (found.kind === proxy.kind) return {done: true, seen};
      throw new HopelessError(
        `the proxies of ${cluster.name} are ${seen}; the mesh is made for ${proxy.kind}`,
        {
          code: 'MESH-OTHER-PROXY',
          hint: `eastwest down, then eastwest up --supply ${supply}`,
        },
      );
    },
    run: () => Promise.resolve(),
  };
}

/** What Envoy's /server_info says of itself. Pure. */
export function runningProxy(serverInfo: string): Omit<ProxyFacts, 'expected'> {
  const {version, node} = JSON.parse(serverInfo) as {
    version: string;
    node?: {extensions?: readonly {name: string}[]};
  };
  const own = (node?.extensions ?? []).some(({name}) => ISTIOS_OWN.test(name));
  return {kind: own ? 'istio-proxy' : 'stock-envoy', version: version.split('/')[1] ?? version};
}

async function serverInfo(kube: Kube, signal: AbortSignal): Promise<string | undefined> {
  const pods = await kube.list('v1', 'Pod', {namespace: ISTIO_SYSTEM, labels: GATEWAY});
  const pod = pods.find(
    ({metadata, status}) =>
      metadata.deletionTimestamp === undefined && (status as {phase?: string}).phase === 'Running',
  );
  if (pod === undefined) return undefined;
  const where = {namespace: ISTIO_SYSTEM, pod: pod.metadata.name, container: CONTAINER};
  const {exitCode, stdout} = await kube.exec(COMMAND, {...where, signal, timeoutMs: EXEC_MS});
  return exitCode === 0 && stdout.trim() !== '' ? stdout : undefined;
}
