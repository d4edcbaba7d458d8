import type {World} from '../../../src/scenario/index.js';

/**
 * What `up` may still do after a restart, each for a reason; all else would be a thing made anew. That these themselves
 * make nothing new shows from `remade`.
 */
const MAY_RUN: readonly RegExp[] = [
  // The engine and what it needs, which a machine that lost power has to start.
  /^host\./,
  // Nodes that are started, and that say they are up.
  /^clusters\.(started|\w+\.(node|api|ready))$/,
  // Rules in the node's kernel: they go with it.
  /^clusters\.\w+\.egress$/,
  // Pods that come up by themselves are waited for.
  /^loadbalancer\.\w+\.ready$/,
  /^mesh\.\w+\.(control-plane|istiod|east-west|addresses|proxy|sni)$/,
  /^apps\.\w+\.ready$/,
  // The same objects once more, where the pods of an addon are not up as yet.
  /^apps\.\w+\.(prometheus|grafana|kiali|jaeger)$/,
  // The client is started, a call is waited for.
  /^apps\.(client|call)$/,
];

/** The steps among those that `up` has brought about which a restart gives no reason for. Pure. */
export function unreasonable(made: readonly string[]): readonly string[] {
  return made.filter((id) => !MAY_RUN.some((pattern) => pattern.test(id)));
}

/** Which object stands under a name, e.g. `west: Secret istio-system/cacerts`: its uid. */
export type Identities = Readonly<Record<string, string>>;

const KINDS = {Deployment: 'apps/v1', Service: 'v1', Secret: 'v1'} as const;

/** The identities of all Deployments, Services and Secrets of the lab. */
export async function identities({plan, kube}: Pick<World, 'plan' | 'kube'>): Promise<Identities> {
  const namespaces = ['default', 'istio-system', 'metallb-system', plan.namespace];
  const lists = await Promise.all(
    plan.clusters.flatMap(({name: cluster}) =>
      Object.entries(KINDS).map(async ([kind, apiVersion]) =>
        (await kube(cluster).list(apiVersion, kind))
          .filter(({metadata: {namespace = ''}}) => namespaces.includes(namespace))
          .map(({metadata}) => {
            const {uid = ''} = metadata as {readonly uid?: string};
            return [`${cluster}: ${kind} ${metadata.namespace ?? ''}/${metadata.name}`, uid] as const;
          }),
      ),
    ),
  );
  return Object.fromEntries(lists.flat());
}

/** Names of what is not the object that it was before, also where it is gone or new. Pure. */
export function remade(before: Identities, after: Identities): readonly string[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return names.filter((name) => before[name] !== after[name]);
}
