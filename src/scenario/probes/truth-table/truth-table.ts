import {z} from 'zod';
import {clusterName} from '../../actions/target.js';
import type {KubeObject} from '../../../drivers/kube/kube.js';
import {ISTIO_SYSTEM, type Plan} from '../../../plan/plan.js';
import type {Bench} from '../../bench.js';
import {shellLine} from '../../commands.js';
import {deploymentOf, deploymentRef} from '../../deployment.js';
import type {Call, TruthRow} from '../../measured.js';
import {isMapping, strict} from '../../strict.js';
import {call as callProbe} from '../call/call.js';
import {callCommands} from '../call/commands.js';
import type {Probe} from '../probe.js';
import {verdictOf, type Callee} from './authorization.js';

const text = z.string().min(1);

const caller = strict({
  cluster: clusterName,
  deployment: text.optional().describe('A pod of this Deployment calls by way of its sidecar.'),
  gateway: z
    .literal(true)
    .optional()
    .describe("Or else the client calls by way of the cluster's ingress gateway."),
}).refine(({deployment, gateway}) => (deployment === undefined) !== (gateway === undefined), {
  message: 'wants one of deployment, gateway',
  when: isMapping,
});

const schema = strict({
  service: text.describe("The service that is called, in the lab's namespace."),
  callees: z
    .array(
      strict({
        cluster: clusterName,
        deployment: text.describe('Whose pods these are.'),
        host: text.describe('The name by which callers reach the service in this cluster and in no other.'),
      }),
    )
    .min(1)
    .describe('What is called.'),
  callers: z.array(caller).min(1).describe('Who calls; each calls every callee.'),
  count: z.int().min(1).max(100).optional().describe('Calls for each row; 3 unless given.'),
}).meta({
  description:
    "Who may call the service in which cluster: what that cluster's policies say, beside what really came of it.",
  examples: [
    {
      service: 'simple-backend',
      callees: [
        {cluster: 'west', deployment: 'simple-backend-west', host: 'simple-backend-west.istioinaction.io'},
        {cluster: 'east', deployment: 'simple-backend-east', host: 'simple-backend-east.istioinaction.io'},
      ],
      callers: [
        {cluster: 'west', deployment: 'webapp'},
        {cluster: 'west', gateway: true},
        {cluster: 'east', deployment: 'catalog'},
        {cluster: 'east', gateway: true},
      ],
    },
  ],
});

type Table = z.infer<typeof schema>;
type Caller = Table['callers'][number];
type CalleeName = Table['callees'][number];

const API = 'security.istio.io/v1beta1';
const GATEWAY = 'istio-ingressgateway';
const DENIED = 'RBAC: access denied';
const CALLS = 3;

/** Who may call the service in which cluster: what that cluster's policies say, beside what really came of it. */
export const truthTable: Probe<Table> = {
  schema,
  gives: 'truthTable',
  title: ({service, callers, callees}) =>
    `who may call ${service}: ${callers.map(nameOf).join(', ')} to ${callees.map(({cluster}) => cluster).join(', ')}`,
  commands: (table, plan) => [
    ...[...new Set(table.callees.map(({cluster}) => cluster))].map((cluster) =>
      shellLine(`k${cluster}`, 'get', 'authorizationpolicy', '-A', '-o', 'yaml'),
    ),
    ...pairsOf(table).flatMap(([from, to]) => callCommands(callValue(from, to, table, plan), plan)),
  ],
  measure: async (table, bench) => ({
    kind: 'truthTable',
    rows: await Promise.all(pairsOf(table).map(([from, to]) => rowOf(from, to, table, bench))),
  }),
};

function pairsOf({callers, callees}: Table): readonly (readonly [Caller, CalleeName])[] {
  return callers.flatMap((from) => callees.map((to) => [from, to] as const));
}

function nameOf({cluster, deployment = GATEWAY}: Caller): string {
  return `${cluster}/${deployment}`;
}

async function rowOf(from: Caller, to: CalleeName, table: Table, bench: Bench): Promise<TruthRow> {
  const [policies, callee, principal, measured] = await Promise.all([
    bench.kube(to.cluster).list(API, 'AuthorizationPolicy'),
    calleeOf(to, bench),
    principalOf(from, bench),
    callProbe.measure(callValue(from, to, table, bench.plan), bench),
  ]);
  return {
    cluster: from.cluster,
    caller: from.deployment ?? GATEWAY,
    callee: `${to.cluster}/${table.service}`,
    expected: verdictOf(policies, callee, {principal, method: 'GET', path: '/'}),
    measured: measured.kind === 'calls' ? outcomeOf(measured.calls, to) : '',
  };
}

function callValue(
  {cluster, deployment}: Caller,
  {host}: CalleeName,
  table: Table,
  {namespace, client}: Plan,
) {
  const {count = CALLS, service} = table;
  if (deployment === undefined) return {from: client.name, gateway: cluster, host, count};
  const url = `http://${service}.${namespace}.svc.cluster.local`;
  return {from: {cluster, deployment}, url, headers: {Host: host}, count};
}

/** `allow` or `deny` where all calls say so, otherwise what they say. */
function outcomeOf(calls: readonly Call[], {deployment}: CalleeName): string {
  const outcomes = calls.map(({status, body, headers, error}) => {
    const servedBy = headers['x-served-by']?.split('@')[0] ?? 'nobody';
    if (error !== undefined) return `no answer (${error})`;
    if (status === 403 && body.trimEnd() === DENIED) return 'deny';
    if (status !== 200) return `status ${status}`;
    return servedBy === deployment ? 'allow' : `answered by ${servedBy}`;
  });
  return [...new Set(outcomes)].sort().join(', ');
}

/** The labels that policies select by are the pods'. */
async function calleeOf({cluster, deployment}: CalleeName, {kube, plan}: Bench): Promise<Callee> {
  const {namespace} = plan;
  const found = await deploymentOf(kube(cluster), deploymentRef(deployment, namespace));
  return {namespace, labels: templateOf(found).metadata?.labels ?? {}};
}

/** The identity that the caller's certificate has: Istio makes it from the service account. */
async function principalOf({cluster, deployment}: Caller, {kube, plan}: Bench): Promise<string> {
  const namespace = deployment === undefined ? ISTIO_SYSTEM : plan.namespace;
  const found = await deploymentOf(kube(cluster), deploymentRef(deployment ?? GATEWAY, namespace));
  const {serviceAccountName = 'default'} = templateOf(found).spec ?? {};
  return `cluster.local/ns/${namespace}/sa/${serviceAccountName}`;
}

interface Template {
  readonly metadata?: {readonly labels?: Readonly<Record<string, string>>};
  readonly spec?: {readonly serviceAccountName?: string};
}

function templateOf(deployment: KubeObject): Template {
  return (deployment['spec'] as {template: Template}).template;
}
