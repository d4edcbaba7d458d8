import {z} from 'zod';
import type {KubeRef} from '../../../drivers/kube/kube.js';
import type {Bench} from '../../bench.js';
import {labFile, shellLine} from '../../commands.js';
import {lookAt} from '../../looks.js';
import {isMapping, strict} from '../../strict.js';
import {nameOf, refOf, undoOf, waitForObject} from '../../undo.js';
import type {Action} from '../action.js';
import {manifestObjects} from '../manifest.js';
import {saveLine} from '../saved.js';
import {clusterName, objectKeys, objectRef, objectWords} from '../target.js';

const schema = strict({
  cluster: clusterName,
  file: z
    .string()
    .min(1)
    .optional()
    .describe(
      "Every object of this manifest, relative to the lab's folder, or with `./` to the scenario file; or else `object`.",
    ),
  object: strict(objectKeys).optional().describe('This one object; or else `file`.'),
})
  .refine(({file, object}) => (file === undefined) !== (object === undefined), {
    message: 'wants one of file, object',
    when: isMapping,
  })
  .meta({
    description:
      'Deletes objects and waits until they are gone. Taken back, those that were there are there again, a Service with the cluster IP that it had.',
    examples: [
      {
        cluster: 'west',
        object: {
          apiVersion: 'v1',
          kind: 'Secret',
          name: 'istio-remote-secret-east-cluster',
          namespace: 'istio-system',
        },
      },
    ],
  });

type Delete = z.infer<typeof schema>;

/** Deletes objects and waits until they are gone; taken back, all is as it was, also what has come in their place. */
export const deleteObjects: Action<Delete> = {
  schema,
  title: ({cluster, file, object}) => `${cluster}: delete ${file ?? `${object?.kind} ${object?.name}`}`,
  commands: ({cluster, file, object}, plan) => [
    ...(object === undefined ? [] : [saveLine(cluster, object, plan)]),
    object === undefined
      ? shellLine(`k${cluster}`, 'delete', '-f', labFile(plan, file ?? ''))
      : shellLine(`k${cluster}`, 'delete', '--ignore-not-found', ...objectWords(object, plan)),
  ],
  files: ({file}) => (file === undefined ? [] : [file]),
  undo: async (value, bench) => {
    const kube = bench.kube(value.cluster);
    const refs = await targets(value, bench);
    // What was not there is to be gone again too: deleting it may be what makes something come in its place.
    return Promise.all(refs.map(async (ref) => undoOf(value.cluster, ref, await kube.get(ref))));
  },
  run: async (value, bench) => {
    const kube = bench.kube(value.cluster);
    const refs = await targets(value, bench);
    for (const ref of refs) {
      await kube.remove(ref);
      await waitForObject(kube, ref, false, bench);
    }
    return `${refs.map(nameOf).join(', ')} gone`;
  },
  check: async (value, bench) => {
    const kube = bench.kube(value.cluster);
    const refs = await targets(value, bench);
    const found = await Promise.all(refs.map((ref) => kube.get(ref)));
    const there = refs.filter((_, index) => found[index] !== undefined);
    return lookAt(
      there.map((ref) => `${nameOf(ref)} is still there`),
      `${refs.map(nameOf).join(', ')} gone`,
    );
  },
};

async function targets({file, object}: Delete, bench: Bench): Promise<readonly KubeRef[]> {
  if (object !== undefined) return [objectRef(object, bench)];
  return (await manifestObjects(file ?? '', bench)).map(refOf);
}
