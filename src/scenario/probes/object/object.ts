import type {z} from 'zod';
import {clusterName, objectKeys, objectRef, objectWords} from '../../actions/target.js';
import {shellLine} from '../../commands.js';
import {isMapping, strict} from '../../strict.js';
import type {Probe} from '../probe.js';

const schema = strict({cluster: clusterName, ...objectKeys})
  .refine(({kind}) => kind !== 'Secret', {
    // What is measured is told and kept; a Secret's values must not be.
    message: 'a Secret is looked at with "secret"',
    when: isMapping,
  })
  .meta({
    description: 'A Kubernetes object as the API server has it, or that there is none.',
    examples: [
      {
        cluster: 'west',
        apiVersion: 'v1',
        kind: 'Service',
        name: 'istio-eastwestgateway',
        namespace: 'istio-system',
      },
    ],
  });

/** A Kubernetes object as the API server has it. */
export const object: Probe<z.infer<typeof schema>> = {
  schema,
  gives: 'object',
  title: ({cluster, kind, name}) => `${cluster}: ${kind} ${name}`,
  commands: ({cluster, ...target}, plan) => [
    shellLine(`k${cluster}`, 'get', ...objectWords(target, plan), '-o', 'yaml'),
  ],
  measure: async ({cluster, ...target}, bench) => {
    const found = await bench.kube(cluster).get(objectRef(target, bench));
    return {kind: 'object', object: found};
  },
};
