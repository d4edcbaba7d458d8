import {z} from 'zod';
import {lookApplied} from '../../../drivers/kube/manifest.js';
import {labFile, shellLine} from '../../commands.js';
import {lookAll, rolloutLooks} from '../../looks.js';
import {strict} from '../../strict.js';
import {nameOf, settled, undoOf} from '../../undo.js';
import type {Action} from '../action.js';
import {manifestObjects} from '../manifest.js';
import {clusterName} from '../target.js';

const schema = strict({
  cluster: clusterName,
  file: z
    .string()
    .min(1)
    .describe("The manifest, relative to the lab's folder, or with `./` to the scenario file."),
}).meta({
  description: 'Applies a manifest of the lab. Taken back, each of its objects is as it was before.',
  examples: [{cluster: 'west', file: 'locality-aware/west/simple-backend-dr.yaml'}],
});

/** Applies a manifest of the lab's folder; taken back, each of its objects is as it was before. */
export const apply: Action<z.infer<typeof schema>> = {
  schema,
  title: ({cluster, file}) => `${cluster}: apply ${file}`,
  commands: ({cluster, file}, plan) => [shellLine(`k${cluster}`, 'apply', '-f', labFile(plan, file))],
  files: ({file}) => [file],
  undo: async ({cluster, file}, bench) => {
    const objects = await manifestObjects(file, bench);
    return Promise.all(
      objects.map(async (object) => undoOf(cluster, object, await bench.kube(cluster).get(object))),
    );
  },
  run: async ({cluster, file}, bench) => {
    const objects = await manifestObjects(file, bench);
    await bench.kube(cluster).apply(objects);
    for (const object of objects) await settled(bench.kube(cluster), object, bench);
    return objects.map(nameOf).join(', ');
  },
  check: async ({cluster, file}, bench) => {
    const objects = await manifestObjects(file, bench);
    const kube = bench.kube(cluster);
    return lookAll([() => lookApplied(kube, objects), ...rolloutLooks(kube, objects)]);
  },
};
