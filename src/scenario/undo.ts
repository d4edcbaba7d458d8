import {waitFor} from '../base/wait-for.js';
import type {Kube, KubeObject, KubeRef} from '../drivers/kube/kube.js';
import {putBack} from '../drivers/kube/node-port.js';
import type {Bench} from './bench.js';
import {DEADLINES} from './deadlines.js';
import {restartPods, waitForRollout} from './deployment.js';
import {setLogLevel} from './log-levels.js';
import {reconnect} from './cut.js';
import {endCalls} from './started-calls.js';
import {isIstiod} from '../plan/istio.js';
import {waitForRoot} from './trust.js';

/** What takes a change back: data, not code, so that it can be kept in the cluster and outlive this program. */
export type Undo =
  | {readonly cluster: string; readonly remove: KubeRef}
  | {readonly cluster: string; readonly restore: KubeObject}
  | {
      readonly cluster: string;
      readonly patch: KubeRef;
      readonly change: object;
      /** What of the object it puts back, e.g. `replicas`. */
      readonly part: string;
    }
  /** One of Envoy's loggers in the pods of this Deployment; pods that have come since have their own level. */
  | {
      readonly cluster: string;
      readonly logLevel: KubeRef;
      readonly logger: string;
      readonly level: string;
    }
  /** A node whose rules against others go. */
  | {readonly cluster: string; readonly reconnect: string}
  /** Calls of this name that are under way. */
  | {readonly cluster: string; readonly endCalls: string}
  /** Pods of this Deployment read something at their start that was changed; they start anew once it is back. */
  | {readonly cluster: string; readonly restart: KubeRef};

/** In a few words, for a person. */
export function undoText(undo: Undo): string {
  if ('remove' in undo) return `remove ${nameOf(undo.remove)} from ${undo.cluster}`;
  if ('restore' in undo) return `put back ${nameOf(undo.restore)} in ${undo.cluster}`;
  if ('restart' in undo) return `start ${nameOf(undo.restart)} in ${undo.cluster} anew`;
  if ('reconnect' in undo) return `connect ${undo.reconnect} with its peers`;
  if ('endCalls' in undo) return `end the calls ${undo.endCalls}`;
  if ('logLevel' in undo)
    return `set the log level of ${undo.logger} in ${nameOf(undo.logLevel)} in ${undo.cluster} to ${undo.level}`;
  return `give ${nameOf(undo.patch)} in ${undo.cluster} its former values`;
}

/** What it puts back. Of two for the same thing the first one counts: it knows how things were at the start. */
export function undoTarget(undo: Undo): string {
  if ('patch' in undo) return `${undo.cluster}: ${undo.part} of ${nameOf(undo.patch)}`;
  if ('restart' in undo) return `${undo.cluster}: pods of ${nameOf(undo.restart)}`;
  if ('reconnect' in undo || 'endCalls' in undo) return undoText(undo);
  if ('logLevel' in undo) return `${undo.cluster}: log level ${undo.logger} of ${nameOf(undo.logLevel)}`;
  return `${undo.cluster}: ${nameOf('remove' in undo ? undo.remove : undo.restore)}`;
}

/** Takes one change back and waits until it is really so; does nothing where it is so already. */
export async function takeBack(undo: Undo, kube: Kube, bench: Bench): Promise<void> {
  if ('reconnect' in undo) {
    await reconnect(undo.reconnect, bench);
  } else if ('endCalls' in undo) {
    await endCalls(undo.endCalls, bench);
  } else if ('remove' in undo) {
    await kube.remove(undo.remove);
    await waitForObject(kube, undo.remove, false, bench);
  } else if ('restore' in undo) {
    await putBack(kube, undo.restore);
    await settled(kube, undo.restore, bench);
  } else if ('restart' in undo) {
    const {name, namespace = ''} = undo.restart.metadata;
    // istiod itself reads its CA, everyone else mounts what istiod has told its namespace.
    if (!isIstiod(name)) await waitForRoot(kube, namespace, bench);
    await restartPods(kube, undo.restart, bench);
  } else if ('logLevel' in undo) {
    if ((await kube.get(undo.logLevel)) !== undefined) await setLogLevel(kube, undo.logLevel, undo, bench);
  } else {
    await kube.patch(undo.patch, undo.change);
    await settled(kube, undo.patch, bench);
  }
}

/** What puts back an object that is about to be changed, replaced or deleted. */
export function undoOf(cluster: string, ref: KubeRef, before: KubeObject | undefined): Undo {
  return before === undefined
    ? {cluster, remove: refOf(ref)}
    : {cluster, restore: withoutServerFields(before)};
}

/** Waits until the object is there, or is gone. */
export async function waitForObject(kube: Kube, ref: KubeRef, present: boolean, bench: Bench): Promise<void> {
  const look = async () => {
    const there = (await kube.get(ref)) !== undefined;
    return {done: there === present, seen: there ? 'it is there' : 'it is not there'};
  };
  await waitFor(`${nameOf(ref)} ${present ? 'to be there' : 'to be gone'}`, look, {
    deadlineMs: DEADLINES.objectMs,
    signal: bench.signal,
    clock: bench.clock,
  });
}

/** A Deployment is not there before its pods are. */
export async function settled(kube: Kube, ref: KubeRef, bench: Bench): Promise<void> {
  if (ref.kind === 'Deployment') await waitForRollout(kube, ref, bench);
  else await waitForObject(kube, ref, true, bench);
}

/** `DestinationRule istioinaction/simple-backend-dr`. */
export function nameOf({kind, metadata}: KubeRef): string {
  return metadata.namespace === undefined
    ? `${kind} ${metadata.name}`
    : `${kind} ${metadata.namespace}/${metadata.name}`;
}

export function refOf({apiVersion, kind, metadata: {name, namespace}}: KubeRef): KubeRef {
  return {apiVersion, kind, metadata: namespace === undefined ? {name} : {name, namespace}};
}

/** Annotations that say what a controller made of the object that was; of the next one they would be a lie. */
const CONTROLLERS_OWN = ['deployment.kubernetes.io/revision', 'control-plane.alpha.kubernetes.io/leader'];

/**
 * The object as a person would have written it. What identifies the very object that is deleted (uid, version,
 * owners) goes; what others know it by stays: a Service keeps its cluster IP and its node ports.
 */
function withoutServerFields(object: KubeObject): KubeObject {
  const {name, namespace, labels, annotations} = object.metadata;
  const kept = Object.entries(annotations ?? {}).filter(([key]) => !CONTROLLERS_OWN.includes(key));
  const metadata = {
    name,
    ...(namespace === undefined ? {} : {namespace}),
    ...(labels === undefined ? {} : {labels}),
    ...(kept.length === 0 ? {} : {annotations: Object.fromEntries(kept)}),
  };
  const fields = Object.entries(object).filter(([key]) => key !== 'status');
  return {...Object.fromEntries(fields), apiVersion: object.apiVersion, kind: object.kind, metadata};
}
