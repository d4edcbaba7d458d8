import {createHash} from 'node:crypto';
import type {KubeObject} from '../../../src/drivers/kube/kube.js';
import type {Bench, World} from '../../../src/scenario/index.js';
import {isCut} from '../../../src/scenario/cut.js';
import {normalised} from '../../../src/scenario/normalise.js';
import {nameOf} from '../../../src/scenario/undo.js';
import {withoutChosen} from './without-chosen.js';

const METALLB = 'metallb-system';
const TIMEOUT_MS = 10_000;

type Entry = readonly [name: string, state: unknown];

/** What belongs to a lab beside what scenarios work on, by API version and kind; without namespace: of all of them. */
const KINDS: readonly (readonly [string, string, string?])[] = [
  ['v1', 'ServiceAccount', METALLB],
  ['v1', 'Service', METALLB],
  ['v1', 'Secret', METALLB],
  ['v1', 'ConfigMap', METALLB],
  ['apps/v1', 'Deployment', METALLB],
  ['apps/v1', 'DaemonSet', METALLB],
  ['metallb.io/v1beta1', 'L2Advertisement', METALLB],
  ['admissionregistration.k8s.io/v1', 'MutatingWebhookConfiguration'],
  ['admissionregistration.k8s.io/v1', 'ValidatingWebhookConfiguration'],
  ['rbac.authorization.k8s.io/v1', 'ClusterRole'],
  ['rbac.authorization.k8s.io/v1', 'ClusterRoleBinding'],
  ['rbac.authorization.k8s.io/v1', 'Role'],
  ['rbac.authorization.k8s.io/v1', 'RoleBinding'],
];

/** Kept by Kubernetes itself in every namespace, with a CA of each life. */
const KUBERNETES_OWN = 'kube-root-ca.crt';

/**
 * What a scenario or a fault that was killed may leave where no scenario works on objects: rules in the nodes, callers in
 * the client, the configuration of DNS, MetalLB, webhooks, and who may do what. Of the nodes only those that run.
 */
export async function remainsOf(world: World): Promise<Readonly<Record<string, unknown>>> {
  const bench: Bench = {...world, signal: new AbortController().signal, say: () => undefined};
  const clusters = await Promise.all(
    world.plan.clusters.map(async ({name, node}): Promise<readonly Entry[]> => [
      [`${name}: rules in the node`, (await isCut(node, bench)) ? 'cut off' : 'none'],
      [`${name}: DNS`, await dnsOf(name, world)],
      ...(await objectsOf(name, world)),
    ]),
  );
  return Object.fromEntries<unknown>([...clusters.flat(), ['callers in the client', await callers(bench)]]);
}

async function dnsOf(cluster: string, {kube}: World): Promise<unknown> {
  const metadata = {name: 'coredns', namespace: 'kube-system'};
  return (await kube(cluster).get({apiVersion: 'v1', kind: 'ConfigMap', metadata}))?.['data'] ?? 'none';
}

async function objectsOf(cluster: string, {kube}: World): Promise<readonly Entry[]> {
  const lists = await Promise.all(
    KINDS.map(([apiVersion, kind, namespace]) =>
      kube(cluster).list(apiVersion, kind, namespace === undefined ? {} : {namespace}),
    ),
  );
  return lists
    .flat()
    .filter(({metadata: {name}}) => name !== KUBERNETES_OWN)
    .map((object) => [`${cluster}: ${nameOf(object)}`, declared(object)] as const);
}

/** What was written of it; of a Secret only the names of its values, since MetalLB chooses them anew in each life. */
export function declared(object: KubeObject): unknown {
  if (object.kind === 'Secret') return {type: object['type'], data: Object.keys(object['data'] ?? {}).sort()};
  return withoutChosen(normalised(object, (value) => createHash('sha256').update(value).digest('hex')));
}

/** Files of callers, and callers that are still at work, by what they were given. */
async function callers({docker, plan, signal}: Bench): Promise<readonly string[]> {
  const look =
    'ls -d /tmp/eastwest-calls-* 2> /dev/null; for p in /proc/[0-9]*; do grep -qsE "/app/(calls|traffic).js" "$p/cmdline" && echo "a caller at work"; done; true';
  const {name} = plan.client;
  if ((await docker.container(name))?.running !== true) return ['the client does not run'];
  const {exitCode, stdout, stderr} = await docker.exec(name, ['sh', '-c', look], {
    signal,
    timeoutMs: TIMEOUT_MS,
  });
  if (exitCode !== 0) throw new Error(`callers in ${name}: ${stderr}`);
  return stdout.split('\n').filter((line) => line !== '');
}
