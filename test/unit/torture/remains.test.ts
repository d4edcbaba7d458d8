import test from 'ava';
import type {KubeObject} from '../../../src/drivers/kube/kube.js';
import {CHAIN} from '../../../src/scenario/cut.js';
import {remainsOf} from '../../torture/kills/remains.js';
import {different} from '../../torture/kills/state.js';
import {container} from '../../fakes/containers.js';
import {faultLab} from '../../helpers/fault-lab.js';

interface Left {
  readonly rules?: string;
  readonly callers?: string;
  readonly objects?: readonly KubeObject[];
}

/** What is left in a lab in whose west this stands. */
async function remains({rules = '-P INPUT ACCEPT', callers = '', objects = []}: Left) {
  const lab = faultLab({
    docker: {
      exec: (name, [program]) => {
        const stdout = program === 'iptables' ? (name.startsWith('west') ? rules : '') : callers;
        return Promise.resolve({exitCode: 0, stdout, stderr: ''});
      },
    },
  });
  lab.containers.set(lab.plan.client.name, container(lab.plan.client.name));
  await lab.bench.kube('west').apply([...HEALTHY, ...objects]);
  return remainsOf(lab.bench);
}

const object = (
  apiVersion: string,
  kind: string,
  name: string,
  fields: object,
  namespace?: string,
): KubeObject => ({
  apiVersion,
  kind,
  metadata: {name, ...(namespace === undefined ? {} : {namespace})},
  ...fields,
});
const ADMISSION = 'admissionregistration.k8s.io/v1';
const RBAC = 'rbac.authorization.k8s.io/v1';
const webhook = (failurePolicy: string, caBundle: string) =>
  object(ADMISSION, 'MutatingWebhookConfiguration', 'injector', {
    webhooks: [{name: 'a', failurePolicy, clientConfig: {caBundle}}],
  });
const HEALTHY = [
  object('v1', 'ConfigMap', 'coredns', {data: {Corefile: 'forward . /etc/resolv.conf'}}, 'kube-system'),
  webhook('Fail', 'of one life'),
  object(RBAC, 'ClusterRole', 'reader', {rules: [{verbs: ['get']}]}),
  object('apps/v1', 'Deployment', 'controller', {spec: {replicas: 1}}, 'metallb-system'),
];

const LEFT: Readonly<Record<string, readonly [Left, string]>> = {
  'rules in a node': [{rules: `-N ${CHAIN}\n-A INPUT -j ${CHAIN}`}, 'west: rules in the node'],
  'callers in the client': [{callers: '/tmp/eastwest-calls-once.pid\n'}, 'callers in the client'],
  'another DNS': [
    {objects: [object('v1', 'ConfigMap', 'coredns', {data: {Corefile: ''}}, 'kube-system')]},
    'west: DNS',
  ],
  'another webhook': [
    {objects: [webhook('Ignore', 'of one life')]},
    'west: MutatingWebhookConfiguration injector',
  ],
  'other rights': [
    {objects: [object(RBAC, 'ClusterRole', 'reader', {rules: [{verbs: ['*']}]})]},
    'west: ClusterRole reader',
  ],
  'a MetalLB that was changed': [
    {objects: [object('apps/v1', 'Deployment', 'controller', {spec: {replicas: 0}}, 'metallb-system')]},
    'west: Deployment metallb-system/controller',
  ],
};

for (const [what, [left, name]] of Object.entries(LEFT)) {
  test(`${what} that a killed run has left make another state`, async (t) => {
    t.deepEqual(different(await remains({}), await remains(left)), [name]);
  });
}

test('the CA of a webhook is of each life, and makes no other state', async (t) => {
  const anew = await remains({objects: [webhook('Fail', 'of another life')]});
  t.deepEqual(different(await remains({}), anew), []);
});
