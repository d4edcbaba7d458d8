import {z} from 'zod';
import type {AccessAnswer} from '../../measured.js';
import {shellLine} from '../../commands.js';
import {clusterName} from '../../actions/target.js';
import {strict} from '../../strict.js';
import type {Probe} from '../probe.js';

const text = z.string().min(1);

const schema = strict({
  cluster: clusterName,
  serviceAccount: text.describe('Whose rights: the name of a service account.'),
  namespace: text.optional().describe("Its namespace; the lab's, unless given."),
  actions: z
    .array(
      z.string().regex(/^[a-z]+ [a-z]+(\.[a-z0-9.-]+)?$/, 'expected a verb and a resource, e.g. "list pods"'),
    )
    .min(1)
    .describe(
      'Verb and resource as kubectl takes them: `list pods`, `create deployments.apps`. In all namespaces.',
    ),
}).meta({
  description: 'Whether the API server lets a service account do things.',
  examples: [
    {
      cluster: 'east',
      serviceAccount: 'istio-reader-service-account',
      namespace: 'istio-system',
      actions: ['list pods'],
    },
  ],
});

/** Whether the API server lets a service account do things. */
export const canI: Probe<z.infer<typeof schema>> = {
  schema,
  gives: 'access',
  title: ({cluster, serviceAccount, actions}) => `${cluster}: may ${serviceAccount} ${actions.join(', ')}`,
  commands: ({cluster, serviceAccount, namespace, actions}, plan) =>
    actions.map((action) =>
      shellLine(
        `k${cluster}`,
        'auth',
        'can-i',
        ...action.split(' '),
        '-A',
        `--as=${userOf(namespace ?? plan.namespace, serviceAccount)}`,
      ),
    ),
  measure: async ({cluster, serviceAccount, namespace, actions}, {plan, kube}) => {
    const user = userOf(namespace ?? plan.namespace, serviceAccount);
    const answers = actions.map(async (action): Promise<AccessAnswer> => {
      const review = {
        apiVersion: 'authorization.k8s.io/v1',
        kind: 'SubjectAccessReview',
        spec: {user, groups: GROUPS, resourceAttributes: attributesOf(action)},
      };
      const {status} = (await kube(cluster).create(review)) as {status?: {allowed?: boolean}};
      return {action, allowed: status?.allowed === true};
    });
    return {kind: 'access', answers: await Promise.all(answers)};
  },
};

/** What the API server takes for granted of a service account; a review wants to be told. */
const GROUPS = ['system:serviceaccounts', 'system:authenticated'];

function userOf(namespace: string, serviceAccount: string): string {
  return `system:serviceaccount:${namespace}:${serviceAccount}`;
}

function attributesOf(action: string): object {
  const [verb = '', name = ''] = action.split(' ');
  const [resource, ...group] = name.split('.');
  return {verb, resource, group: group.join('.')};
}
