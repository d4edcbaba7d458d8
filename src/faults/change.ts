import type {KubeObject, KubeRef} from '../drivers/kube/kube.js';
import {actionOf, type ActionKey, type ACTIONS} from '../scenario/actions/actions.js';
import type {Bench} from '../scenario/bench.js';
import {settled, undoOf} from '../scenario/undo.js';
import type {Change} from './fault.js';
import type {FaultUndo} from './undo.js';

/** What stands under a key in a scenario. */
type Value<K extends ActionKey> = Parameters<(typeof ACTIONS)[K]['undo']>[0];

/** A change that a scenario's step would make, under the same key. */
export async function act<K extends ActionKey>(key: K, value: Value<K>, bench: Bench): Promise<Change> {
  const action = actionOf(key);
  return {
    undos: await action.undo(value, bench),
    run: async () => {
      await action.run(value, bench);
    },
  };
}

/** Makes objects, or puts them in place of those that are there. */
export async function make(cluster: string, objects: readonly KubeObject[], bench: Bench): Promise<Change> {
  const kube = bench.kube(cluster);
  return {
    undos: await Promise.all(objects.map(async (object) => undoOf(cluster, object, await kube.get(object)))),
    run: async () => {
      for (const object of objects) {
        await kube.replace(object);
        await settled(kube, object, bench);
      }
    },
  };
}

/** Something that no scenario does. */
export function own(undo: FaultUndo | readonly FaultUndo[], run: () => Promise<void>): Change {
  return {undos: [undo].flat(), run};
}

/** `object` as an action names it. */
export function target({apiVersion, kind, metadata: {name, namespace}}: KubeRef) {
  return {apiVersion, kind, name, ...(namespace === undefined ? {} : {namespace})};
}
