import {waitFor, type Look} from '../../base/wait-for.js';
import type {Kube, KubeObject, KubeRef} from '../../drivers/kube/kube.js';
import {putBack} from '../../drivers/kube/node-port.js';
import {loadBalancerAddress} from '../../drivers/kube/workloads.js';
import {ISTIO_SYSTEM} from '../../plan/plan.js';
import type {Bench} from '../../scenario/bench.js';
import {nameOf, undoOf} from '../../scenario/undo.js';

export const METALLB = 'metallb-system';
export const POOL: KubeRef = {
  apiVersion: 'metallb.io/v1beta1',
  kind: 'IPAddressPool',
  metadata: {name: 'default', namespace: METALLB},
};
export const EAST_WEST: KubeRef = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: {name: 'istio-eastwestgateway', namespace: ISTIO_SYSTEM},
};
export const INGRESS = 'istio-ingressgateway';

/** MetalLB takes an address only from the pool that is named here. */
const WANTED_POOL = 'metallb.universe.tf/address-pool';

const DEADLINE_MS = 60_000;
/** MetalLB may still go by the former pool: what it gives must stay for so many looks. */
const STEADY_LOOKS = 4;
const LOOK_INTERVALS_MS = [1000];

/** A Service of type LoadBalancer as it was, its address, and the pool as it was where that is changed too. */
export interface Readdress {
  readonly service: KubeObject;
  readonly address: string;
  readonly pool?: KubeObject;
}

/** How the Service and the pool are now. */
export async function readdressOf(service: KubeRef, kube: Kube, withPool: boolean): Promise<Readdress> {
  const address = await addressOf(service, kube);
  const pool = withPool ? {pool: await asWritten(POOL, kube)} : {};
  return {service: await asWritten(service, kube), address: address ?? '', ...pool};
}

export async function addressOf({metadata}: KubeRef, kube: Kube): Promise<string | undefined> {
  return loadBalancerAddress(kube, metadata.namespace ?? '', metadata.name);
}

async function asWritten(ref: KubeRef, kube: Kube): Promise<KubeObject> {
  const undo = undoOf('', ref, await kube.get(ref));
  if ('restore' in undo) return undo.restore;
  throw new RangeError(`${nameOf(ref)} is not there`);
}

/** Puts pool and Service back, and the address with them. */
export async function readdress(
  {service, address, pool}: Readdress,
  kube: Kube,
  bench: Bench,
): Promise<void> {
  const live = await kube.get(service);
  if (live !== undefined && (await addressOf(service, kube)) !== address) await release(service, kube, bench);
  if (pool !== undefined) await kube.replace(pool);
  await give(service, (found) => found === address, 1, kube, bench);
}

/**
 * Takes a Service's address away: MetalLB refuses a pool without an address that it has given. It asks for a pool that
 * is not there, and so keeps its nodePorts, which not being of this type would cost it.
 */
async function release(service: KubeRef, kube: Kube, bench: Bench): Promise<void> {
  await kube.patch(service, {metadata: {annotations: {[WANTED_POOL]: 'none'}}});
  await withoutAddress(service, kube, bench);
}

/** Waits until MetalLB has taken a Service's address away. */
export async function withoutAddress(service: KubeRef, kube: Kube, bench: Bench): Promise<void> {
  const look = async (): Promise<Look> => {
    const address = await addressOf(service, kube);
    return {done: address === undefined, seen: address ?? 'without address'};
  };
  await waitFor(`${nameOf(service)} to be without address`, look, options(bench));
}

/**
 * Makes the Service as given and waits for an address that is `wanted`, also for none. An address that is not,
 * given from the former pool, goes back.
 */
export async function give(
  service: KubeObject,
  wanted: (address: string | undefined) => boolean,
  looks: number,
  kube: Kube,
  bench: Bench,
): Promise<void> {
  await putBack(kube, service);
  let steady = 0;
  const look = async (): Promise<Look> => {
    const address = await addressOf(service, kube);
    steady = wanted(address) ? steady + 1 : 0;
    if (steady === 0 && address !== undefined) {
      await release(service, kube, bench);
      await putBack(kube, service);
    }
    return {done: steady >= looks, seen: address ?? 'without address'};
  };
  await waitFor(`${nameOf(service)} to get its address`, look, options(bench));
}

/** Puts other ranges into the pool and lets the Service ask for its address anew. */
export async function changePool(
  before: Readdress,
  addresses: readonly string[],
  wanted: (address: string | undefined) => boolean,
  kube: Kube,
  bench: Bench,
): Promise<void> {
  await release(before.service, kube, bench);
  await kube.patch(POOL, {spec: {addresses}});
  await give(before.service, wanted, STEADY_LOOKS, kube, bench);
}

function options({signal, clock, say}: Bench) {
  return {deadlineMs: DEADLINE_MS, intervalsMs: LOOK_INTERVALS_MS, signal, clock, onSeen: say};
}
