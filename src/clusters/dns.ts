import {waitFor, type Look} from '../base/wait-for.js';
import type {Drivers} from '../drivers/drivers.js';
import type {Kube, KubeObject, KubeRef} from '../drivers/kube/kube.js';
import type {Step} from '../engine/step.js';
import type {ClusterPlan, Plan} from '../plan/plan.js';
import {apiStepId} from './kubeconfig.js';

const [NAME, NAMESPACE] = ['coredns', 'kube-system'];
const CONFIG_MAP = {apiVersion: 'v1', kind: 'ConfigMap', metadata: {name: NAME, namespace: NAMESPACE}};
const DEPLOYMENT = {...CONFIG_MAP, apiVersion: 'apps/v1', kind: 'Deployment'};
/** kubeadm makes it a few seconds after the API server answers, on a busy machine within a minute. */
const DEPLOYMENT_MS = 120_000;

/**
 * A lab made of a bundle asks nobody outside: its DNS knows the names of the cluster, and of Docker those of the lab's
 * own containers. What kubeadm sets up hands every other name on to the resolver of the host, and asks that every half
 * second whether it is there again.
 *
 * It is made as soon as the API server answers, since kubeadm keeps a configuration that is there already. But kubeadm
 * looks first and writes then, and ours can come between the two: only when the Deployment is there, which kubeadm
 * makes after its configuration, is it known whose has stayed.
 */
export function dnsSteps(plan: Plan, cluster: ClusterPlan, {kubeFor, clock}: Drivers): Step[] {
  if (plan.supplied.supply !== 'bundle') return [];
  const wanted: KubeObject = {...CONFIG_MAP, data: {Corefile: corefile(plan)}};
  const isOurs = async (kube: Kube): Promise<boolean> => {
    const {Corefile} = ((await kube.get(CONFIG_MAP))?.['data'] ?? {}) as {Corefile?: string};
    return Corefile === corefile(plan);
  };
  return [
    {
      id: `clusters.${cluster.name}.dns`,
      title: `DNS of ${cluster.name} asks nobody outside`,
      needs: [apiStepId(cluster)],
      commands: [`kubectl edit configmap ${NAME} --namespace ${NAMESPACE}`],
      deadlineMs: 10_000,
      done: async () => {
        const kube = kubeFor(cluster.kubeconfig);
        if (!(await isOurs(kube))) return {done: false, seen: 'the resolver of the host is asked'};
        const {done, seen} = await lookIsThere(kube, DEPLOYMENT);
        return {done, seen: done ? 'the cluster and the lab only' : seen};
      },
      run: async ({signal}) => {
        const kube = kubeFor(cluster.kubeconfig);
        await configure(kube, wanted);
        await waitFor(NAME, () => lookIsThere(kube, DEPLOYMENT), {deadlineMs: DEPLOYMENT_MS, signal, clock});
        if (!(await isOurs(kube))) await configure(kube, wanted);
      },
    },
  ];
}

/** Pods that are there may have read another configuration. */
async function configure(kube: Kube, configuration: KubeObject): Promise<void> {
  await kube.apply([configuration]);
  const pods = await kube.list('v1', 'Pod', {namespace: NAMESPACE, labels: {'k8s-app': 'kube-dns'}});
  await Promise.all(pods.map(({metadata}) => kube.remove({apiVersion: 'v1', kind: 'Pod', metadata})));
}

async function lookIsThere(kube: Kube, ref: KubeRef): Promise<Look> {
  const done = (await kube.get(ref)) !== undefined;
  return {done, seen: `${ref.kind} ${ref.metadata.name} is ${done ? 'there' : 'missing'}`};
}

/** CoreDNS: the cluster's names, the lab's containers by Docker's DNS, and no others. */
export function corefile({clusters, client}: Pick<Plan, 'clusters' | 'client'>): string {
  const containers = [...clusters.map(({node}) => node), client.name];
  return `cluster.local:53 in-addr.arpa:53 ip6.arpa:53 {
    errors
    health {
        lameduck 5s
    }
    ready
    kubernetes cluster.local in-addr.arpa ip6.arpa {
        pods insecure
        ttl 30
    }
    prometheus :9153
    cache 30
    reload
    loadbalance
}
${containers.map((name) => `${name}:53`).join(' ')} {
    errors
    forward . /etc/resolv.conf
    cache 30
}
.:53 {
    template ANY ANY {
        rcode NXDOMAIN
    }
}
`;
}
