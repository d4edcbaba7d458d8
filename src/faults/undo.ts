import type {KubeRef} from '../drivers/kube/kube.js';
import {isIstiod} from '../plan/istio.js';
import type {Bench} from '../scenario/bench.js';
import {
  nameOf,
  takeBack as takeBackObject,
  undoText as objectText,
  undoTarget,
  type Undo,
} from '../scenario/undo.js';
import {readdress, type Readdress} from './load-balancer/address.js';
import {startInOrder, unpause, waitForApi, type Start} from './host/nodes.js';
import {reconnect} from '../scenario/cut.js';

/** What takes a change of a fault back: data, so that it outlives this program. Each may be done twice. */
export type FaultUndo =
  | Undo
  | {readonly unpause: string}
  /** Nodes that are to run, with the addresses that they had. */
  | {readonly start: readonly Start[]}
  /** A node whose rules against its peers go. */
  | {readonly reconnect: string}
  | {readonly cluster: string; readonly readdress: Readdress};

/** In a few words, for a person. */
export function undoText(undo: FaultUndo): string {
  if ('unpause' in undo) return `let ${undo.unpause} go on`;
  if ('start' in undo) return `start ${undo.start.map(({node}) => node).join(', then ')}`;
  if ('reconnect' in undo) return `connect ${undo.reconnect} with its peers`;
  if ('readdress' in undo)
    return `give ${nameOf(undo.readdress.service)} in ${undo.cluster} its address ${undo.readdress.address}`;
  return objectText(undo);
}

/** Takes one change back and waits until it is so; does nothing where it is so already. */
export async function takeBack(undo: FaultUndo, bench: Bench): Promise<void> {
  if ('unpause' in undo) return unpause(undo.unpause, bench);
  if ('start' in undo) return startInOrder(undo.start, bench);
  if ('reconnect' in undo) return reconnect(undo.reconnect, bench);
  await waitForApi(undo.cluster, bench);
  if ('readdress' in undo) return readdress(undo.readdress, bench.kube(undo.cluster), bench);
  return takeBackObject(undo, bench.kube(undo.cluster), bench);
}

/**
 * In rounds, each of which may go on at once: what a cluster cannot be asked without, the objects one after the
 * other and the latest first, istiod, and the pods that get their certificates from it.
 */
export function inRounds(undos: readonly FaultUndo[]): readonly (readonly FaultUndo[])[] {
  const objects = undos.filter((undo) => !isOfNode(undo) && restarted(undo) === undefined).reverse();
  const restarts = undos.filter((undo) => restarted(undo) !== undefined);
  const ofIstiod = (undo: FaultUndo): boolean => isIstiod(restarted(undo)?.metadata.name ?? '');
  return [
    undos.filter(isOfNode),
    ...objects.map((undo) => [undo]),
    restarts.filter(ofIstiod),
    restarts.filter((undo) => !ofIstiod(undo)),
  ].filter((round) => round.length > 0);
}

function isOfNode(undo: FaultUndo): boolean {
  return 'unpause' in undo || 'start' in undo || 'reconnect' in undo;
}

function restarted(undo: FaultUndo): KubeRef | undefined {
  return 'restart' in undo ? undo.restart : undefined;
}

/** Of several that put back the same thing the first one counts: it knows how things were at the start. */
export function firstOfEach(undos: readonly FaultUndo[]): readonly FaultUndo[] {
  const byTarget = new Map<string, FaultUndo>();
  for (const undo of undos) {
    const target = targetOf(undo);
    if (!byTarget.has(target)) byTarget.set(target, undo);
  }
  return [...byTarget.values()];
}

function targetOf(undo: FaultUndo): string {
  const ofObject = 'remove' in undo || 'restore' in undo || 'patch' in undo || 'logLevel' in undo;
  return ofObject || 'restart' in undo ? undoTarget(undo) : undoText(undo);
}
