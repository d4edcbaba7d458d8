import {z} from 'zod';
import {clusterName} from '../../actions/target.js';
import type {KubeObject} from '../../../drivers/kube/kube.js';
import {shellLine} from '../../commands.js';
import {isMapping, strict} from '../../strict.js';
import type {Probe} from '../probe.js';

const text = z.string().min(1);

const schema = strict({
  cluster: clusterName,
  apiVersion: text.describe('As in a manifest.'),
  kind: text.describe('As in a manifest.'),
  namespace: text.optional().describe('Every namespace, unless one is given.'),
  labels: z.record(text, z.string()).optional().describe('Only those with all of these labels.'),
})
  .refine(({kind}) => kind !== 'Secret', {message: 'a Secret is looked at with "secret"', when: isMapping})
  .meta({
    description: 'All Kubernetes objects of a kind.',
    examples: [{cluster: 'east', apiVersion: 'networking.istio.io/v1beta1', kind: 'VirtualService'}],
  });

/** All Kubernetes objects of a kind. */
export const objects: Probe<z.infer<typeof schema>> = {
  schema,
  gives: 'objects',
  title: ({cluster, kind, namespace, labels}) => {
    const chosen = Object.entries(labels ?? {}).map(([key, value]) => ` ${key}=${value}`);
    return `${cluster}: every ${kind}${chosen.join('')}${namespace === undefined ? '' : ` in ${namespace}`}`;
  },
  commands: ({cluster, apiVersion, kind, namespace, labels = {}}) => {
    const group = apiVersion.includes('/') ? `.${apiVersion.split('/')[0]}` : '';
    const home = namespace === undefined ? ['-A'] : ['-n', namespace];
    // Of several -l kubectl takes the last alone.
    const pairs = Object.entries(labels).map(([key, value]) => `${key}=${value}`);
    const chosen = pairs.length === 0 ? [] : ['-l', pairs.join(',')];
    return [
      shellLine(`k${cluster}`, 'get', `${kind.toLowerCase()}${group}`, ...home, ...chosen, '-o', 'wide'),
    ];
  },
  measure: async ({cluster, apiVersion, kind, namespace, labels}, {kube}) => {
    const where = {
      ...(namespace === undefined ? {} : {namespace}),
      ...(labels === undefined ? {} : {labels}),
    };
    const found = await kube(cluster).list(apiVersion, kind, where);
    return {kind: 'objects', objects: found.map(withoutManagers)};
  },
};

/** Who has written which field is half of an object's text and says nothing to a reader. */
function withoutManagers(object: KubeObject): KubeObject {
  const metadata = Object.fromEntries(
    Object.entries(object.metadata).filter(([key]) => key !== 'managedFields'),
  );
  return {...object, metadata: metadata as unknown as KubeObject['metadata']};
}
