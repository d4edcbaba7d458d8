import {EastwestError} from '../../base/errors.js';
import type {KubeObject, KubeRef} from '../../drivers/kube/kube.js';
import type {Bench} from '../../scenario/bench.js';

interface ServiceFields {
  readonly spec?: {
    readonly selector?: Readonly<Record<string, string>>;
    readonly ports?: readonly {readonly port: number; readonly name?: string}[];
  };
}

/** A Service of the apps that both clusters have: one service of the mesh. */
export interface MeshService {
  readonly ref: KubeRef;
  readonly selector: Readonly<Record<string, string>>;
  readonly port: number;
  readonly portName: string;
  /** Whether pods of this cluster stand behind it; else it is a stub. */
  readonly backed: boolean;
}

/** The services of the mesh as one cluster has them, in the order of their names. */
export async function meshServices(
  cluster: string,
  peer: string,
  {kube, plan}: Pick<Bench, 'kube' | 'plan'>,
): Promise<readonly MeshService[]> {
  const {namespace} = plan;
  const [own, others, pods] = await Promise.all([
    kube(cluster).list('v1', 'Service', {namespace}),
    kube(peer).list('v1', 'Service', {namespace}),
    kube(cluster).list('v1', 'Pod', {namespace}),
  ]);
  const shared = own.filter(({metadata}) => others.some((other) => other.metadata.name === metadata.name));
  return shared
    .map((service) => meshService(service, pods))
    .sort((one, other) => (one.ref.metadata.name < other.ref.metadata.name ? -1 : 1));
}

function meshService(service: KubeObject, pods: readonly KubeObject[]): MeshService {
  const {name, namespace = ''} = service.metadata;
  const {selector = {}, ports = []} = (service as ServiceFields).spec ?? {};
  const selected = pods.some(({metadata}) =>
    Object.entries(selector).every(([key, value]) => metadata.labels?.[key] === value),
  );
  return {
    ref: {apiVersion: 'v1', kind: 'Service', metadata: {name, namespace}},
    selector,
    port: ports[0]?.port ?? 80,
    portName: ports[0]?.name ?? '',
    backed: selected,
  };
}

/** Those behind which pods of this cluster stand; refuses where there is none, in the words of `what`. */
export async function backedServices(
  cluster: string,
  peer: string,
  bench: Pick<Bench, 'kube' | 'plan'>,
  what = 'Service with pods of its own',
): Promise<readonly MeshService[]> {
  const services = await meshServices(cluster, peer, bench);
  return required(
    services.filter(({backed}) => backed),
    what,
  );
}

/** Refuses where a fault finds no service of its kind. */
export function required<T>(found: readonly T[], what: string): readonly T[] {
  if (found.length > 0) return found;
  throw new EastwestError(`there is no ${what} in this cluster`, {
    code: 'FAULT-NOT-THERE',
    hint: 'plant it in another cluster with --cluster',
  });
}
