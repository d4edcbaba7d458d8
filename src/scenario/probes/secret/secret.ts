import {z} from 'zod';
import {shellLine} from '../../commands.js';
import type {SecretFacts} from '../../measured.js';
import {clusterName} from '../../actions/target.js';
import {strict} from '../../strict.js';
import type {Probe} from '../probe.js';
import {clusterCas, kubeconfigFacts} from './kubeconfig.js';

const text = z.string().min(1);

const schema = strict({
  cluster: clusterName,
  name: text.describe('Name of the Secret.'),
  namespace: text.optional().describe("The lab's, unless given."),
}).meta({
  description:
    'What a Secret consists of, without its values; of a kubeconfig in it, where it leads and whom it speaks for.',
  examples: [{cluster: 'west', name: 'cacerts', namespace: 'istio-system'}],
});

/** What a Secret consists of, without its values; of a kubeconfig in it, where it leads and whom it speaks for. */
export const secret: Probe<z.infer<typeof schema>> = {
  schema,
  gives: 'secret',
  title: ({cluster, name}) => `${cluster}: Secret ${name}`,
  commands: ({cluster, name, namespace}, plan) => [
    shellLine(`k${cluster}`, 'describe', 'secret', '-n', namespace ?? plan.namespace, name),
    ...(name.startsWith('istio-remote-secret-')
      ? kubeconfigLines(cluster, name, namespace ?? plan.namespace)
      : []),
  ],
  measure: async ({cluster, name, namespace}, bench) => {
    const ref = {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: {name, namespace: namespace ?? bench.plan.namespace},
    };
    const found = await bench.kube(cluster).get(ref);
    if (found === undefined) return {kind: 'secret', secret: undefined};
    const {labels = {}, annotations = {}} = found.metadata;
    const data = (found['data'] ?? {}) as Readonly<Record<string, string>>;
    const caOf = await clusterCas(bench);
    const kubeconfigs = Object.entries(data).flatMap(([key, value]) => {
      const facts = kubeconfigFacts(Buffer.from(value, 'base64').toString(), caOf);
      return facts === undefined ? [] : [[key, facts] as const];
    });
    const facts: SecretFacts = {
      type: (found['type'] as string | undefined) ?? '',
      keys: Object.keys(data).sort(),
      labels,
      annotations: withoutCopies(annotations),
      kubeconfigs: Object.fromEntries(kubeconfigs),
    };
    return {kind: 'secret', secret: facts};
  },
};

/** `kubectl apply` keeps the whole object, values and all, in an annotation. */
function withoutCopies(annotations: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(annotations).filter(([key]) => key !== 'kubectl.kubernetes.io/last-applied-configuration'),
  );
}

function kubeconfigLines(cluster: string, name: string, namespace: string): readonly string[] {
  const get = shellLine(`k${cluster}`, 'get', 'secret', '-n', namespace, name, '-o', 'json');
  const kubeconfig = `${get} | jq -r '.data[] | @base64d'`;
  return [
    `${kubeconfig} | grep -E 'server:|current-context:'`,
    `${kubeconfig} | sed -n 's/.*certificate-authority-data: //p' | base64 -d | openssl x509 -noout -subject`,
    `${kubeconfig} | sed -n 's/.*token: //p' | cut -d. -f2 | tr _- /+ | base64 -d 2>/dev/null | grep -o '"sub":"[^"]*"'`,
  ];
}
