import {z} from 'zod';
import {shellLine} from '../../commands.js';
import {lookAt} from '../../looks.js';
import {strict} from '../../strict.js';
import {nameOf} from '../../undo.js';
import type {Action} from '../action.js';
import {existing} from '../existing.js';
import {clusterName, objectKeys, objectRef, objectWords} from '../target.js';

const schema = strict({
  cluster: clusterName,
  object: strict(objectKeys).describe('What gets the labels.'),
  labels: z
    .record(z.string().min(1), z.string().nullable())
    .describe('Labels and their values; null takes a label away.'),
}).meta({
  description: 'Sets or takes away labels of an object. Taken back, they have their former values.',
  examples: [
    {
      cluster: 'west',
      object: {apiVersion: 'v1', kind: 'Namespace', name: 'istioinaction'},
      labels: {'istio-injection': null},
    },
  ],
});

/** Sets or takes away labels of an object. */
export const label: Action<z.infer<typeof schema>> = {
  schema,
  title: ({cluster, object, labels}) =>
    `${cluster}: label ${object.kind} ${object.name} with ${Object.keys(labels).join(', ')}`,
  commands: ({cluster, object, labels}, plan) => {
    const words = Object.entries(labels).map(([key, text]) => (text === null ? `${key}-` : `${key}=${text}`));
    return [shellLine(`k${cluster}`, 'label', '--overwrite', ...objectWords(object, plan), ...words)];
  },
  undo: async ({cluster, object, labels}, bench) => {
    const ref = objectRef(object, bench);
    const before = (await existing(bench.kube(cluster), ref)).metadata.labels ?? {};
    const former = Object.fromEntries(Object.keys(labels).map((name) => [name, before[name] ?? null]));
    const part = `labels ${Object.keys(labels).sort().join(', ')}`;
    return [{cluster, patch: ref, change: {metadata: {labels: former}}, part}];
  },
  run: async ({cluster, object, labels}, bench) => {
    const ref = objectRef(object, bench);
    await bench.kube(cluster).patch(ref, {metadata: {labels}});
    return `${nameOf(ref)} labelled`;
  },
  check: async ({cluster, object, labels}, bench) => {
    const ref = objectRef(object, bench);
    const live = (await existing(bench.kube(cluster), ref)).metadata.labels ?? {};
    const other = Object.entries(labels).filter(([name, text]) => (live[name] ?? null) !== text);
    return lookAt(
      other.map(([name, text]) => `label ${name} is ${said(live[name])}, not ${said(text)}`),
      `${nameOf(ref)} labelled`,
    );
  },
};

function said(text: string | null | undefined): string {
  return typeof text === 'string' ? JSON.stringify(text) : 'absent';
}
