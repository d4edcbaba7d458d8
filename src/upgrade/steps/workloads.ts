import {fieldsAt} from '../../base/json.js';
import type {Look} from '../../base/wait-for.js';
import type {Drivers} from '../../drivers/drivers.js';
import type {Kube, KubeObject} from '../../drivers/kube/kube.js';
import {lookDaemonSet, lookDeployment, refuseHopelessPods} from '../../drivers/kube/workloads.js';
import type {Step} from '../../engine/step.js';
import {istioText} from '../../plan/istio.js';
import type {ClusterPlan, IstioPlan} from '../../plan/plan.js';
import {isOf, isOwnGateway, proxyOf} from '../precheck/proxies.js';

/** What makes pods, and starts them anew when its template changes. */
const KINDS = ['Deployment', 'StatefulSet', 'DaemonSet'] as const;

export interface WorkloadsSetting {
  /** Those that are of this version already are started anew as well. */
  readonly all?: boolean;
}

/**
 * Every pod with a sidecar has one of the cluster's version and control plane: what makes it is started anew, all at once,
 * as people do it for a namespace. Istio's own gateways are not among them; istioctl replaces those.
 */
export function workloadsStep(
  cluster: ClusterPlan,
  {kubeFor, clock}: Drivers,
  {all = false}: WorkloadsSetting = {},
): Step {
  const {name, kubeconfig, istio} = cluster;
  return {
    id: `upgrade.${name}.workloads`,
    title: `Sidecars of ${name} are of Istio ${istioText(istio)}`,
    needs: [],
    commands: ['kubectl -n NAMESPACE rollout restart deploy'],
    deadlineMs: 300_000,
    done: () => lookWorkloads(kubeFor(kubeconfig), istio),
    run: async ({say}) => {
      const kube = kubeFor(kubeconfig);
      const pods = (await kube.list('v1', 'Pod')).filter((pod) =>
        all ? hasSidecar(pod) : isOther(pod, istio),
      );
      const makers = await makersOf(kube, pods);
      say(`starting anew: ${makers.map(({metadata}) => metadata.name).join(', ')}`);
      const annotations = {'kubectl.kubernetes.io/restartedAt': clock.date().toISOString()};
      const change = {spec: {template: {metadata: {annotations}}}};
      await Promise.all(makers.map((one) => kube.patch(one, change)));
    },
  };
}

async function lookWorkloads(kube: Kube, istio: IstioPlan): Promise<Look> {
  const pods = await kube.list('v1', 'Pod');
  const others = pods.filter((pod) => isOther(pod, istio));
  if (others.length > 0) {
    refuseHopelessPods(pods.filter((pod) => proxyOf(pod) !== undefined));
    return {done: false, seen: `of another: ${others.map(({metadata}) => metadata.name).join(', ')}`};
  }
  const injected = pods.filter(hasSidecar);
  for (const {kind, metadata} of await makersOf(kube, injected)) {
    const {namespace = '', name} = metadata;
    if (kind === 'StatefulSet') continue;
    const look = kind === 'DaemonSet' ? lookDaemonSet : lookDeployment;
    const found = await look(kube, namespace, name);
    if (found.done) continue;
    refuseHopelessPods(injected);
    return found;
  }
  return {done: true, seen: `${injected.length} pods, all of it`};
}

function isOther(pod: KubeObject, istio: IstioPlan): boolean {
  const proxy = proxyOf(pod);
  return proxy !== undefined && !isOwnGateway(proxy) && !isOf(istio, proxy);
}

function hasSidecar(pod: KubeObject): boolean {
  return proxyOf(pod)?.revision !== undefined;
}

/** What makes these pods: whatever of their namespace selects one of them. */
async function makersOf(kube: Kube, pods: readonly KubeObject[]): Promise<readonly KubeObject[]> {
  const lists = await Promise.all(KINDS.map((kind) => kube.list('apps/v1', kind)));
  return lists.flat().filter((maker) => {
    const wanted = Object.entries(fieldsAt(maker, 'spec', 'selector', 'matchLabels'));
    return (
      wanted.length > 0 &&
      pods.some(
        ({metadata: {namespace, labels = {}}}) =>
          namespace === maker.metadata.namespace && wanted.every(([key, value]) => labels[key] === value),
      )
    );
  });
}
