import type {Kube, KubeObject, KubeRef} from '../../src/drivers/kube/kube.js';
import {untouchable} from './drivers.js';

const keyOf = ({apiVersion, kind, metadata}: KubeRef): string =>
  [apiVersion, kind, metadata.namespace ?? '', metadata.name].join('|');

/** A cluster that only keeps what it was given: for reading, never a stand-in for Kubernetes' own doings. */
export function kubeWith(objects: readonly KubeObject[]): Kube {
  const kept = new Map(objects.map((object) => [keyOf(object), object]));
  return untouchable<Kube>('kube', {
    get: (ref) => Promise.resolve(kept.get(keyOf(ref))),
    list: listOf(kept),
  });
}

/** Lists by kind and namespace what is kept; by labels it does not choose. */
export function listOf(kept: ReadonlyMap<string, KubeObject>): Kube['list'] {
  return (apiVersion, kind, {namespace} = {}) =>
    Promise.resolve(
      [...kept.values()].filter(
        (object) =>
          object.apiVersion === apiVersion &&
          object.kind === kind &&
          (namespace === undefined || object.metadata.namespace === namespace),
      ),
    );
}
