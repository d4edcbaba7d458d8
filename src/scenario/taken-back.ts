import type {Look} from '../base/wait-for.js';
import {drift} from '../drivers/kube/drift.js';
import type {Kube, KubeObject} from '../drivers/kube/kube.js';
import {lookAll, lookAt, rolloutLooks} from './looks.js';
import {nameOf, undoText, type Undo} from './undo.js';

/** `kubectl apply` writes it anew each time: no part of what the object was. */
const KUBECTLS_OWN = 'kubectl.kubernetes.io/last-applied-configuration';

/** Whether an object is as an undo would leave it, for a person who puts it back by hand. */
export async function lookTakenBack(undo: Undo, kube: Kube): Promise<Look> {
  if ('remove' in undo) {
    const there = (await kube.get(undo.remove)) !== undefined;
    return {done: !there, seen: `${nameOf(undo.remove)} ${there ? 'is still there' : 'gone, as it was'}`};
  }
  if (!('restore' in undo)) throw new TypeError(`${undoText(undo)}: no object that could be looked at`);
  const {restore} = undo;
  const live = await kube.get(restore);
  if (live === undefined) return {done: false, seen: `${nameOf(restore)} is not there`};
  const look = lookAt(drift(withoutKubectls(restore), live), `${nameOf(restore)} as it was`);
  return lookAll([() => Promise.resolve(look), ...rolloutLooks(kube, [restore])]);
}

function withoutKubectls(object: KubeObject): KubeObject {
  const annotations = Object.entries(object.metadata.annotations ?? {}).filter(
    ([key]) => key !== KUBECTLS_OWN,
  );
  return {...object, metadata: {...object.metadata, annotations: Object.fromEntries(annotations)}};
}
