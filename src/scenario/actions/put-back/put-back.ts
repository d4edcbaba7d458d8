import type {z} from 'zod';
import {EastwestError} from '../../../base/errors.js';
import type {KubeRef} from '../../../drivers/kube/kube.js';
import type {Bench} from '../../bench.js';
import {shellLine} from '../../commands.js';
import {noted} from '../../journal.js';
import {strict} from '../../strict.js';
import {lookTakenBack} from '../../taken-back.js';
import {nameOf, takeBack, undoOf, undoTarget, type Undo} from '../../undo.js';
import type {Action} from '../action.js';
import {savedFile} from '../saved.js';
import {clusterName, objectKeys, objectRef} from '../target.js';

const schema = strict({cluster: clusterName, object: strict(objectKeys).describe('What is put back.')}).meta({
  description: 'Puts back, before the end, one object that the scenario has changed or deleted: the cure.',
  examples: [{cluster: 'west', object: {apiVersion: 'v1', kind: 'Service', name: 'catalog'}}],
});

/** Puts back, before the end, one object that the scenario has changed or deleted: the cure. */
export const putBack: Action<z.infer<typeof schema>> = {
  schema,
  title: ({cluster, object}) => `${cluster}: put back ${object.kind} ${object.name}`,
  commands: ({cluster, object}) => [shellLine(`k${cluster}`, 'apply', '-f', savedFile(cluster, object))],
  undo: () => Promise.resolve([]),
  run: async ({cluster, object}, bench) => {
    const ref = objectRef(object, bench);
    await takeBack(await notedOf(ref, cluster, bench), bench.kube(cluster), bench);
    return `${nameOf(ref)} as it was`;
  },
  check: async ({cluster, object}, bench) => {
    const ref = objectRef(object, bench);
    return lookTakenBack(await notedOf(ref, cluster, bench), bench.kube(cluster));
  },
};

/** What was noted of an object. Any undo of it has the same target; what it would do is what was noted. */
async function notedOf(ref: KubeRef, cluster: string, bench: Bench): Promise<Undo> {
  const undo = await noted(undoTarget(undoOf(cluster, ref, undefined)), cluster, bench);
  if (undo !== undefined) return undo;
  throw new EastwestError(`${nameOf(ref)} in ${cluster} is as it was: nothing to put back`, {
    code: 'NOTHING-TO-PUT-BACK',
  });
}
