import {z} from 'zod';
import {EastwestError} from '../../../base/errors.js';
import type {KubeObject} from '../../../drivers/kube/kube.js';
import {loadBalancerAddresses} from '../../../drivers/kube/workloads.js';
import {shellLine} from '../../commands.js';
import {clusterName} from '../../actions/target.js';
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
      return type === 'LoadBalancer' ? [loadBalancerAddresses(service)[0] ?? 'none'] : [];
    },
  },
  /** Of the ready pods behind Services, as Kubernetes has them. */
  endpoints: {
    kind: 'Endpoints',
    column: '.subsets[*].addresses[*].ip',
    of: (endpoints: KubeObject) => {
      const subsets = (endpoints['subsets'] ?? []) as readonly {addresses?: readonly {ip: string}[]}[];
      return subsets.flatMap(({addresses: list = []}) => list.map(({ip}) => ip));
    },
  },
} as const;

const schema = strict({
  cluster: clusterName,
  of: z.enum(['pods', 'services', 'loadBalancers', 'endpoints']).describe('Of what the addresses are.'),
  namespace: z.string().min(1).optional().describe('Every namespace, unless one is given.'),
  name: z.string().min(1).optional().describe('Of the object of this name alone; it must be there.'),
}).meta({description: 'IP addresses that a cluster has given.', examples: [{cluster: 'west', of: 'pods'}]});

/** IP addresses that a cluster has given. */
export const addresses: Probe<z.infer<typeof schema>> = {
  schema,
  gives: 'names',
  title: ({cluster, of, name}) =>
    `${cluster}: addresses of ${of === 'loadBalancers' ? 'load balancers' : of}${name === undefined ? '' : ` of ${name}`}`,
  commands: ({cluster, of, namespace, name}) => {
    const {kind, column} = KINDS[of];
    const home = namespace === undefined ? ['-A'] : ['-n', namespace];
    const columns = `custom-columns=NAME:.metadata.name,IP:${column}`;
    const one = name === undefined ? [] : [name];
    return [shellLine(`k${cluster}`, 'get', kind.toLowerCase(), ...one, ...home, '-o', columns)];
  },
  measure: async ({cluster, of, namespace, name}, {kube}) => {
    const {kind} = KINDS[of];
    const all = await kube(cluster).list('v1', kind, namespace === undefined ? {} : {namespace});
    const found = all.filter(({metadata}) => name === undefined || metadata.name === name);
    if (name !== undefined && found.length === 0) {
      throw new EastwestError(`no ${kind} ${name} in ${cluster}`, {code: 'NO-OBJECT'});
    }
    return {kind: 'names', names: found.flatMap(KINDS[of].of).sort()};
  },
};
