import {z} from 'zod';
import {shellLine} from '../../commands.js';
import {patchTypeOf} from '../../../drivers/kube/manifest.js';
import {lookAll, lookAt, rolloutLooks} from '../../looks.js';
import {strict} from '../../strict.js';
import {nameOf, settled, undoOf} from '../../undo.js';
import type {Action} from '../action.js';
import {clusterName, objectKeys, objectRef, objectWords} from '../target.js';
import {existing} from '../existing.js';
import {patchDrift, unknownDirectives} from './patch-drift.js';

const schema = strict({
  cluster: clusterName,
  object: strict(objectKeys).describe('What is patched.'),
  change: z
    .record(z.string(), z.unknown())
    .refine((change) => unknownDirectives(change).length === 0, {
      error: ({input}) =>
        `${unknownDirectives(input).join(', ')}: of the directives of a patch only $patch: delete is known`,
    })
    .describe(
      'A strategic merge patch; of a custom resource a merge patch. null takes a field away, `$patch: delete` an item of a list (of a strategic merge patch).',
    ),
}).meta({
  description: 'Patches any object. Taken back, the whole object is as it was.',
  examples: [
    {
      cluster: 'west',
      object: {
        apiVersion: 'networking.istio.io/v1beta1',
        kind: 'DestinationRule',
        name: 'simple-backend-dr',
      },
      change: {spec: {trafficPolicy: {loadBalancer: {simple: 'RANDOM'}}}},
    },
  ],
});

/** Patches any object; taken back, the whole object is put back as it was. */
export const patch: Action<z.infer<typeof schema>> = {
  schema,
  title: ({cluster, object}) => `${cluster}: patch ${object.kind} ${object.name}`,
  commands: ({cluster, object, change}, plan) => {
    const type = patchTypeOf(object.apiVersion);
    return [
      shellLine(
        `k${cluster}`,
        'patch',
        ...objectWords(object, plan),
        '--type',
        type,
        '-p',
        JSON.stringify(change),
      ),
    ];
  },
  undo: async ({cluster, object}, bench) => {
    const ref = objectRef(object, bench);
    return [undoOf(cluster, ref, await existing(bench.kube(cluster), ref))];
  },
  run: async ({cluster, object, change}, bench) => {
    const ref = objectRef(object, bench);
    await bench.kube(cluster).patch(ref, change);
    await settled(bench.kube(cluster), ref, bench);
    return `${nameOf(ref)} patched`;
  },
  check: async ({cluster, object, change}, bench) => {
    const kube = bench.kube(cluster);
    const ref = objectRef(object, bench);
    const live = await existing(kube, ref);
    const look = lookAt(patchDrift(ref, change, live), `${nameOf(ref)} patched`);
    return lookAll([() => Promise.resolve(look), ...rolloutLooks(kube, [ref])]);
  },
};
