import {mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import type {ExecutionContext} from 'ava';
import {issueIntermediate, issueRoot} from '../../src/ca/certificates.js';
import type {ContainerInfo, Docker} from '../../src/drivers/docker/docker.js';
import type {Http} from '../../src/drivers/http/http.js';
import type {Istioctl} from '../../src/drivers/istioctl/istioctl.js';
import type {Kube, KubeObject} from '../../src/drivers/kube/kube.js';
import {clusterNamed, LAB_LABEL, peersOf, type Plan} from '../../src/plan/plan.js';
import type {Bench} from '../../src/scenario/index.js';
import {FakeClock} from '../fakes/clock.js';
import {container} from '../fakes/containers.js';
import {untouchable} from '../fakes/drivers.js';
import {keepingKube, rolledOut, type Diary} from '../fakes/world.js';
import {chapterPlan, SUPPLIED} from './chapter.js';
import {tempFolder} from './temp-folder.js';

const SYSTEM = 'istio-system';
const APPS = 'istioinaction';
/** Deployments by cluster, each with a Service; the Service of the catalog is in every cluster. */
const APPS_IN: Readonly<Partial<Record<string, readonly string[]>>> = {
  west: ['webapp', 'simple-backend'],
  east: ['catalog', 'simple-backend'],
};

/** A lab that keeps what it is given: two clusters' objects, their node containers with files, and a diary. */
export interface FaultLab {
  readonly bench: Bench;
  readonly plan: Plan;
  /** Every change, in its order. */
  readonly diary: Diary;
  /** Files by container and path, with their modes. */
  readonly files: Map<string, {text: string; mode: number | undefined}>;
  readonly containers: Map<string, ContainerInfo>;
  readonly kubes: ReadonlyMap<string, Kube>;
}

export interface Given {
  /** What of an API server is otherwise, by the cluster's name. */
  readonly kube?: Readonly<Partial<Record<string, Partial<Kube>>>>;
  readonly docker?: Partial<Docker>;
  readonly plan?: Plan;
  readonly signal?: AbortSignal;
  readonly say?: (text: string) => void;
}

export function faultLab(given: Given = {}): FaultLab {
  const plan = given.plan ?? chapterPlan(SUPPLIED);
  const diary: Diary = [];
  const files: FaultLab['files'] = new Map();
  const containers = new Map(
    plan.clusters.map(({node}, index) => [
      node,
      container(node, {
        labels: {[LAB_LABEL]: plan.lab},
        addresses: {[plan.dockerNetwork.name]: `172.18.0.${index + 2}`},
        gateways: {[plan.dockerNetwork.name]: '172.18.0.1'},
      }),
    ]),
  );
  const kubes = new Map(
    plan.clusters.map(({name}) => {
      const kept = keepingKube(name, objectsOf(name, plan), diary);
      const other = given.kube?.[name] ?? {};
      return [name, untouchable<Kube>(`kube ${name}`, {...spread(kept), ...other})] as const;
    }),
  );
  const byId = (id: string): ContainerInfo | undefined =>
    [...containers.values()].find((one) => one.id === id || one.name === id);
  const change = (what: string, name: string, more: Partial<ContainerInfo>): Promise<void> => {
    diary.push(`${what} ${name}`);
    const found = byId(name);
    if (found !== undefined) containers.set(found.name, {...found, ...more});
    return Promise.resolve();
  };
  const docker = untouchable<Docker>('docker', {
    container: (name) => Promise.resolve(byId(name)),
    network: (name) => Promise.resolve({id: name, name, labels: {}, subnet: '172.18.0.0/16'}),
    readFile: (name, path) => Promise.resolve(files.get(`${byId(name)?.name} ${path}`)?.text),
    writeFiles: (name, texts, mode) => {
      for (const [path, text] of Object.entries(texts))
        files.set(`${byId(name)?.name} ${path}`, {text, mode});
      return Promise.resolve();
    },
    pauseContainer: (name) => change('pause', name, {paused: true}),
    unpauseContainer: (name) => change('unpause', name, {paused: false}),
    stopContainer: (name) => change('stop', name, {running: false}),
    startContainer: (name) => change('start', name, {running: true}),
    ...given.docker,
  });
  const bench: Bench = {
    plan,
    docker,
    istioctl: untouchable<Istioctl>('istioctl'),
    http: untouchable<Http>('http'),
    clock: new FakeClock(),
    kube: (name) => {
      const kube = kubes.get(name);
      if (kube === undefined) throw new Error(`no fake for cluster ${name}`);
      return kube;
    },
    signal: given.signal ?? new AbortController().signal,
    say: given.say ?? (() => undefined),
  };
  return {bench, plan, diary, files, containers, kubes};
}

function spread(kube: Kube): Partial<Kube> {
  const {ready, get, list, apply, replace, patch, remove} = kube;
  return {ready, get, list, apply, replace, patch, remove};
}

/** A plan whose kubeconfigs lie in a folder of the test's own. */
export async function planWithKubeconfigs(t: ExecutionContext): Promise<Plan> {
  const plan = chapterPlan(SUPPLIED, await tempFolder(t));
  for (const {kubeconfig, name} of plan.clusters)
    writeFileSync(kubeconfig, `clusters:\n- cluster:\n    server: https://127.0.0.1:4${name.length}001\n`);
  return plan;
}

/** The same with the CAs of the lab. */
export async function planWithCas(t: ExecutionContext): Promise<Plan> {
  const plan = await planWithKubeconfigs(t);
  const root = await issueRoot(plan.root, Date.UTC(2026, 0, 1));
  put(plan.root.folder, {'root-cert.pem': root.certificate, 'root-ca.key': root.key});
  for (const {certs, intermediate} of plan.clusters) {
    const issued = await issueIntermediate(intermediate, root, plan.root.days, Date.UTC(2026, 0, 1));
    put(certs, {'ca-cert.pem': issued.certificate, 'ca-key.pem': issued.key});
  }
  return plan;
}

function put(folder: string, files: Readonly<Record<string, string>>): void {
  mkdirSync(folder, {recursive: true});
  // Keys are for their owner only, as `up` writes them.
  for (const [name, text] of Object.entries(files))
    writeFileSync(join(folder, name), text, {mode: /key/.test(name) ? 0o600 : 0o644});
}

export const kubeconfigFor = (name: string): string =>
  [
    'apiVersion: v1',
    'clusters:',
    '- cluster:',
    `    certificate-authority-data: ${Buffer.from(`CA of ${name}`).toString('base64')}`,
    `    server: https://${name}-control-plane:6443`,
    `  name: ${name}-cluster`,
    'kind: Config',
    'users:',
    `- name: ${name}-cluster`,
    '  user:',
    `    token: token-of-${name}`,
    '',
  ].join('\n');

function objectsOf(cluster: string, plan: Plan): readonly KubeObject[] {
  const base = clusterNamed(plan, cluster).pool.first;
  const apps = APPS_IN[cluster] ?? ['shop'];
  return [
    object('v1', 'Namespace', APPS, undefined, {}, {'istio-injection': 'enabled'}),
    object(
      'v1',
      'Node',
      `${cluster}-control-plane`,
      undefined,
      {},
      {
        'topology.kubernetes.io/region': `${cluster}us`,
        'topology.kubernetes.io/zone': '0',
      },
    ),
    object('v1', 'Secret', 'cacerts', SYSTEM, {data: {'root-cert.pem': 'cm9vdA=='}}),
    ...peersOf(plan, clusterNamed(plan, cluster)).map(({name: peer}) =>
      object(
        'v1',
        'Secret',
        `istio-remote-secret-${peer}-cluster`,
        SYSTEM,
        {
          data: {[`${peer}-cluster`]: Buffer.from(kubeconfigFor(peer)).toString('base64')},
        },
        {'istio/multiCluster': 'true'},
      ),
    ),
    object('v1', 'ConfigMap', 'kube-root-ca.crt', 'kube-system', {data: {'ca.crt': `CA of ${cluster}`}}),
    object('v1', 'ConfigMap', 'istio', SYSTEM, {data: {mesh: 'accessLogFile: /dev/stdout\n'}}),
    object('v1', 'ServiceAccount', 'istio-reader-service-account', SYSTEM),
    object('metallb.io/v1beta1', 'IPAddressPool', 'default', 'metallb-system', {
      spec: {addresses: [`172.18.255.${base}-172.18.255.${base + 19}`]},
    }),
    gatewayService('istio-ingressgateway', `172.18.255.${base}`, plan),
    gatewayService('istio-eastwestgateway', `172.18.255.${base + 1}`, plan),
    object('networking.istio.io/v1beta1', 'Gateway', 'cross-network-gateway', SYSTEM, {spec: {}}),
    ...['istiod', 'istio-ingressgateway', 'istio-eastwestgateway'].map((name) => ({
      ...rolledOut(name),
      metadata: {name, namespace: SYSTEM},
    })),
    ...apps.map((name) => rolledOut(name)),
    object('v1', 'Pod', 'istio-ingressgateway-1', SYSTEM, {
      spec: {
        serviceAccountName: 'istio-ingressgateway-service-account',
        containers: [{name: 'istio-proxy'}],
      },
    }),
    ...apps.map((name) =>
      object('v1', 'Pod', `${name}-1`, APPS, {spec: {containers: [{name: 'istio-proxy'}]}}, {app: name}),
    ),
    ...['catalog', ...apps].map((name) =>
      object('v1', 'Service', name, APPS, {
        spec: {selector: {app: name}, ports: [{name: 'http', port: 80}]},
      }),
    ),
  ];
}

function gatewayService(name: string, ip: string, {lab}: Plan): KubeObject {
  return object(
    'v1',
    'Service',
    name,
    SYSTEM,
    {spec: {type: 'LoadBalancer'}, status: {loadBalancer: {ingress: [{ip}]}}},
    {'topology.istio.io/network': lab},
  );
}

function object(
  apiVersion: string,
  kind: string,
  name: string,
  namespace: string | undefined,
  fields: object = {},
  labels: Readonly<Record<string, string>> = {},
): KubeObject {
  const metadata = {name, labels, ...(namespace === undefined ? {} : {namespace})};
  return {apiVersion, kind, metadata, ...fields};
}
