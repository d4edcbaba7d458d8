import {z} from 'zod';
import type {KubeObject} from '../../../drivers/kube/kube.js';
import {shellLine} from '../../commands.js';
import {strict} from '../../strict.js';
import type {Probe} from '../probe.js';

const KINDS = {
  /** Of pods in the pod network; those that share the node's address have none of their own. */
  pods: {
    kind: 'Pod',
    column: '.status.podIP',
    of: (pod: KubeObject) => {
      const {podIP, hostIP} = (pod['status'] ?? {}) as {podIP?: string; hostIP?: string};
      return podIP === undefined || podIP === hostIP ? [] : [podIP];
    },
  },
  /** Inside the cluster, of Services that are not headless. */
  services: {
    kind: 'Service',
    column: '.spec.clusterIP',
    of: (service: KubeObject) => {
      const {clusterIP} = (service['spec'] ?? {}) as {clusterIP?: string};
      return clusterIP === undefined || clusterIP === 'None' ? [] : [clusterIP];
    },
  },
  /** Outside the cluster, of Services of type LoadBalancer; one without an address yet is told as `none`. */
  loadBalancers: {
    kind: 'Service',
    column: '.status.loadBalancer.ingress[0].ip',
    of: (service: KubeObject) => {
      const {type} = (service['spec'] ?? {}) as {type?: string};
      const status = (service['status'] ?? {}) as {loadBalancer?: {ingress?: readonly {ip?: string}[]}};
      return type === 'LoadBalancer' ? [status.loadBalancer?.ingress?.[0]?.ip ?? 'none'] : [];
    },
  },
} as const;

const schema = strict({
  cluster: z.string().min(1),
  of: z.enum(['pods', 'services', 'loadBalancers']),
  /** Every namespace, unless one is given. */
  namespace: z.string().min(1).optional(),
});

/** IP addresses that a cluster has given. */
export const addresses: Probe<z.infer<typeof schema>> = {
  schema,
  gives: 'names',
  title: ({cluster, of}) => `${cluster}: addresses of ${of === 'loadBalancers' ? 'load balancers' : of}`,
  commands: ({cluster, of, namespace}) => {
    const {kind, column} = KINDS[of];
    const home = namespace === undefined ? ['-A'] : ['-n', namespace];
    const columns = `custom-columns=NAME:.metadata.name,IP:${column}`;
    return [shellLine(`k${cluster}`, 'get', kind.toLowerCase(), ...home, '-o', columns)];
  },
  measure: async ({cluster, of, namespace}, {kube}) => {
    const found = await kube(cluster).list('v1', KINDS[of].kind, namespace === undefined ? {} : {namespace});
    return {kind: 'names', names: found.flatMap(KINDS[of].of).sort()};
  },
};
