import {EastwestError} from '../../base/errors.js';
import type {Kube, KubeObject, KubeRef} from '../../drivers/kube/kube.js';
import {nameOf} from '../undo.js';

/** The object, or an error: what is not there can be neither patched nor put back. */
export async function existing(kube: Kube, ref: KubeRef): Promise<KubeObject> {
  const found = await kube.get(ref);
  if (found !== undefined) return found;
  throw new EastwestError(`${nameOf(ref)} is not there`, {code: 'NO-OBJECT', hint: 'eastwest up'});
}
