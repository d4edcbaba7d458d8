import {createHash} from 'node:crypto';
import {isFields} from '../base/json.js';
import {ISTIO_SYSTEM} from '../plan/plan.js';
import type {Bench} from '../scenario/bench.js';
import {snapshotOf} from '../scenario/snapshot.js';
import {loadBalancerAddress} from '../drivers/kube/workloads.js';
import {isCut} from '../scenario/cut.js';
import {POOL} from './load-balancer/address.js';

/**
 * What a lab consists of, as far as it was declared: the objects of every cluster, pools and the addresses given
 * from them, and of each node which container it is, its address, and whether it is frozen or cut off. The same
 * lab has the same state at any time. Values of Secrets are in it as digests.
 */
export async function labState(bench: Bench): Promise<Readonly<Record<string, unknown>>> {
  const objects = [...(await snapshotOf(bench))].map(([name, value]) => [
    name,
    typeof value === 'symbol' ? 'leaving' : value,
  ]);
  const clusters = await Promise.all(
    bench.plan.clusters.map(async ({name, node}) => [
      [`${name}: node`, await nodeState(node, bench)],
      [`${name}: pool`, (await bench.kube(name).get(POOL))?.['spec']],
      [`${name}: addresses`, await addresses(name, bench)],
    ]),
  );
  return Object.fromEntries([...objects, ...clusters.flat()]) as Readonly<Record<string, unknown>>;
}

/** One word for a state; two states with the same word are the same. */
export function stateHash(state: Readonly<Record<string, unknown>>): string {
  return createHash('sha256').update(inOrder(state)).digest('hex');
}

async function nodeState(node: string, bench: Bench): Promise<unknown> {
  const found = await bench.docker.container(node);
  if (found === undefined) return undefined;
  const {id, running, paused = false} = found;
  const address = found.addresses[bench.plan.dockerNetwork.name];
  return {id, running, paused, address, cut: running && !paused && (await isCut(node, bench))};
}

async function addresses(cluster: string, {kube}: Bench): Promise<unknown> {
  const names = ['istio-ingressgateway', 'istio-eastwestgateway'];
  return Promise.all(names.map((name) => loadBalancerAddress(kube(cluster), ISTIO_SYSTEM, name)));
}

/** JSON with the keys of every mapping in their order. */
function inOrder(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    isFields(part)
      ? Object.fromEntries(Object.entries(part).sort(([one], [other]) => (one < other ? -1 : 1)))
      : part,
  );
}
