import type {Drivers} from '../drivers/drivers.js';
import type {KubeObject} from '../drivers/kube/kube.js';
import type {Step} from '../engine/step.js';
import type {ClusterPlan, Plan} from '../plan/plan.js';
import {apiStepId} from './kubeconfig.js';

const CONFIG_MAP = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: {name: 'coredns', namespace: 'kube-system'},
};

/**
 * A lab made of a bundle asks nobody outside: its DNS knows the names of the cluster, and of Docker those of the lab's
 * own containers. What kubeadm sets up hands every other name on to the resolver of the host, and asks that every half
 * second whether it is there again.
 *
 * It is made as soon as the API server answers: kubeadm keeps a configuration that is there already.
 */
export function dnsSteps(plan: Plan, cluster: ClusterPlan, {kubeFor}: Drivers): Step[] {
  if (plan.supplied.supply !== 'bundle') return [];
  const wanted: KubeObject = {...CONFIG_MAP, data: {Corefile: corefile(plan)}};
  return [
    {
      id: `clusters.${cluster.name}.dns`,
      title: `DNS of ${cluster.name} asks nobody outside`,
      needs: [apiStepId(cluster)],
      commands: ['kubectl edit configmap coredns --namespace kube-system'],
      deadlineMs: 10_000,
      done: async () => {
        const found = await kubeFor(cluster.kubeconfig).get(CONFIG_MAP);
        const {Corefile} = (found?.['data'] ?? {}) as {Corefile?: string};
        const done = Corefile === corefile(plan);
        return {done, seen: done ? 'the cluster and the lab only' : 'the resolver of the host is asked'};
      },
      run: async () => {
        const kube = kubeFor(cluster.kubeconfig);
        await kube.apply([wanted]);
        // Those that are there may have read the other one.
        const labels = {'k8s-app': 'kube-dns'};
        const pods = await kube.list('v1', 'Pod', {namespace: 'kube-system', labels});
        await Promise.all(pods.map(({metadata}) => kube.remove({apiVersion: 'v1', kind: 'Pod', metadata})));
      },
    },
  ];
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
