import type {KubeObject} from '../drivers/kube/kube.js';

/**
 * The API server of a pod's own node, which listens at all its addresses; kind has it certified for this one, and each
 * lab's cluster is one node. Nothing is asked for a name, and no other address of the node counts.
 */
const OWN_API = [
  {name: 'KUBERNETES_SERVICE_HOST', value: '127.0.0.1'},
  {name: 'KUBERNETES_SERVICE_PORT', value: '6443'},
] as const;

/** What a person types for it. */
export const OWN_API_WORDS = OWN_API.map(({name, value}) => `${name}=${value}`).join(' ');

interface Workload {
  readonly template?: {
    readonly spec?: {
      readonly hostNetwork?: boolean;
      readonly containers?: readonly {readonly env?: readonly {readonly name: string}[]}[];
    };
  };
}

/**
 * MetalLB's speaker with its own node's API server in place of the cluster's address for it. In a node that is started
 * again its container is there before kube-proxy has written the rules of that address; it ends, and what Kubernetes
 * waits until it starts it once more keeps the load balancers' addresses away for up to a minute. Whatever does not
 * share the node's network, and so has no way to the node's loopback, stays as it is. Pure.
 */
export function byOwnApi(object: KubeObject): KubeObject {
  const {template, ...spec} = (object['spec'] ?? {}) as Workload;
  const {hostNetwork = false, containers = []} = template?.spec ?? {};
  if (!hostNetwork) return object;
  const ours: readonly string[] = OWN_API.map(({name}) => name);
  const told = containers.map(({env = [], ...container}) => ({
    ...container,
    env: [...env.filter(({name}) => !ours.includes(name)), ...OWN_API],
  }));
  return {...object, spec: {...spec, template: {...template, spec: {...template?.spec, containers: told}}}};
}
