import {issueIntermediate, issueRoot, type Issued} from '../../src/ca/certificates.js';
import {readManifest} from '../../src/drivers/kube/manifest.js';
import type {KubeObject} from '../../src/drivers/kube/kube.js';
import type {ClusterPlan, Plan} from '../../src/plan/plan.js';
import {chapterPlan, samplePlan} from '../helpers/chapter.js';
import {answeringLab, type AnsweringLab, type ClusterAnswers} from './answering-lab.js';
import {FakeClock} from './clock.js';

const START = new FakeClock().date();
const OLD = new Date(START.getTime() - 3_600_000).toISOString();
const SYSTEM = 'istio-system';
const GATEWAYS = ['istio-ingressgateway', 'istio-eastwestgateway'] as const;

const base64 = (text: string): string => Buffer.from(text).toString('base64');
/** Of a gateway of a cluster. */
const addressOf = ({pool}: ClusterPlan, gateway: (typeof GATEWAYS)[number]): string =>
  `172.18.255.${pool.first + GATEWAYS.indexOf(gateway)}`;

/** For every cluster that a lab here can have. Made once: keys take their time. */
const authorities = makeAuthorities();

async function makeAuthorities() {
  const plan = samplePlan('four');
  const root = await issueRoot(plan.root, START.getTime());
  const pairs = plan.clusters.map(
    async ({name, intermediate}) =>
      [name, await issueIntermediate(intermediate, root, 3650, START.getTime())] as const,
  );
  return {root, intermediates: new Map(await Promise.all(pairs))};
}

/** A lab as it answers when all is well: the chapter's, unless another is given. */
export async function healthyLab(plan = chapterPlan()): Promise<AnsweringLab> {
  const {root, intermediates} = await authorities;
  const answers = await Promise.all(
    plan.clusters.map(async (cluster) => {
      const own = intermediates.get(cluster.name);
      if (own === undefined) throw new Error(cluster.name);
      return [cluster.name, await answersOf(plan, cluster, root, own)] as const;
    }),
  );
  return answeringLab(plan, new Map(answers));
}

async function answersOf(
  plan: Plan,
  cluster: ClusterPlan,
  root: Issued,
  own: Issued,
): Promise<ClusterAnswers> {
  const placed = await placedIn(cluster, plan);
  const homes = await homesOf(plan);
  const deployments = [
    ...['istiod', ...GATEWAYS].map((name) => deployment(name, SYSTEM, gatewayLabels(name, cluster))),
    deployment('controller', 'metallb-system', {app: 'metallb'}),
    ...placed.filter(({kind}) => kind === 'Deployment'),
  ];
  const pods = deployments.map((one) => podOf(one, cluster));
  const address = `172.18.0.${plan.clusters.indexOf(cluster) + 2}`;
  return {
    ready: true,
    tokens: new Set([`token-of-${cluster.name}`]),
    objects: [
      ...placed.filter(({kind}) => kind !== 'Deployment'),
      ...deployments,
      ...pods,
      ...clusterObjects(plan, cluster, address),
      ...trustObjects(plan, root, own),
      ...GATEWAYS.map((name) => gatewayService(name, cluster)),
      ...remoteSecrets(plan, cluster),
    ],
    logs: new Map(),
    pages: new Map(pods.flatMap((pod) => [...pagesOf(pod, plan, cluster, root, own, homes)])),
  };
}

/** The objects of a cluster's apps. */
async function placedIn({apps}: ClusterPlan, {namespace}: Plan): Promise<readonly KubeObject[]> {
  const objects = (await Promise.all(apps.map((file) => readManifest(file)))).flat();
  return objects.map((object) => ({...object, metadata: {namespace, ...object.metadata}}));
}

/** The clusters that have pods of a service, and the Deployments of a cluster: as the manifests have it. */
interface Homes {
  readonly services: ReadonlyMap<string, readonly ClusterPlan[]>;
  readonly deployments: ReadonlyMap<string, readonly string[]>;
}

async function homesOf(plan: Plan): Promise<Homes> {
  const services = new Map<string, ClusterPlan[]>();
  const deployments = new Map<string, string[]>();
  for (const cluster of plan.clusters) {
    const placed = await placedIn(cluster, plan);
    const own = placed.filter(({kind}) => kind === 'Deployment');
    deployments.set(
      cluster.name,
      own.map(({metadata}) => metadata.name),
    );
    for (const {metadata, spec} of placed.filter(({kind}) => kind === 'Service')) {
      const {selector} = spec as {selector: Record<string, string>};
      const runs = own.some((one) => {
        const {labels} = (one['spec'] as Template).template.metadata;
        return Object.entries(selector).every(([key, value]) => labels[key] === value);
      });
      const known = services.get(metadata.name) ?? [];
      services.set(metadata.name, runs ? [...known, cluster] : known);
    }
  }
  return {services, deployments};
}

function gatewayLabels(name: string, {network}: ClusterPlan): Record<string, string> {
  const istio = {'istio-ingressgateway': 'ingressgateway', 'istio-eastwestgateway': 'eastwestgateway'}[name];
  const own = name === 'istio-eastwestgateway' ? {'topology.istio.io/network': network} : {};
  return {app: name, ...(istio === undefined ? {} : {istio}), ...own};
}

function deployment(name: string, namespace: string, labels: Record<string, string>): KubeObject {
  const template = {metadata: {labels}, spec: {containers: [{name: 'main'}]}};
  const spec = {replicas: 1, selector: {matchLabels: labels}, template};
  return {apiVersion: 'apps/v1', kind: 'Deployment', metadata: {name, namespace}, spec};
}

interface Template {
  readonly template: {
    readonly metadata: {readonly labels: Record<string, string>};
    readonly spec: {readonly serviceAccountName?: string};
  };
}

function podOf({metadata, spec}: KubeObject, {name: cluster}: ClusterPlan): KubeObject {
  const {template} = spec as Template;
  const {name, namespace = ''} = metadata;
  const serviceAccountName = template.spec.serviceAccountName ?? `${name}-service-account`;
  const bare = name === 'istiod' || namespace === 'metallb-system';
  const containers = [{name: bare ? 'discovery' : 'main'}, ...(bare ? [] : [{name: 'istio-proxy'}])];
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: `${name}-5d4f7b-${cluster}`,
      namespace,
      labels: {...template.metadata.labels, 'pod-template-hash': '5d4f7b'},
      creationTimestamp: OLD,
    },
    spec: {serviceAccountName, containers},
    status: {phase: 'Running', conditions: [{type: 'Ready', status: 'True', lastTransitionTime: OLD}]},
  };
}

function clusterObjects(plan: Plan, cluster: ClusterPlan, address: string): readonly KubeObject[] {
  const {region, zone} = cluster.locality;
  const pool = `172.18.255.${cluster.pool.first}-172.18.255.${cluster.pool.last}`;
  const metallb = {namespace: 'metallb-system', name: 'default'};
  const speaker = deployment('speaker', 'metallb-system', {component: 'speaker'});
  const speakers = {...speaker, kind: 'DaemonSet'};
  return [
    {
      apiVersion: 'v1',
      kind: 'Node',
      metadata: {
        name: cluster.node,
        labels: {'topology.kubernetes.io/region': region, 'topology.kubernetes.io/zone': zone},
      },
      status: {
        addresses: [{type: 'InternalIP', address}],
        conditions: [{type: 'Ready', status: 'True', message: 'kubelet is posting ready status'}],
      },
    },
    {
      apiVersion: 'v1',
      kind: 'Endpoints',
      metadata: {name: 'kubernetes', namespace: 'default'},
      subsets: [{addresses: [{ip: address}]}],
    },
    ...[
      {name: SYSTEM, labels: {'topology.istio.io/network': cluster.network}},
      {name: plan.namespace, labels: {'istio-injection': 'enabled'}},
    ].map((metadata) => ({apiVersion: 'v1', kind: 'Namespace', metadata})),
    speakers,
    podOf(speakers, cluster),
    {apiVersion: 'metallb.io/v1beta1', kind: 'IPAddressPool', metadata: metallb, spec: {addresses: [pool]}},
    {apiVersion: 'metallb.io/v1beta1', kind: 'L2Advertisement', metadata: metallb, spec: {}},
    {
      apiVersion: 'networking.istio.io/v1beta1',
      kind: 'Gateway',
      metadata: {name: 'cross-network-gateway', namespace: SYSTEM},
      spec: {
        selector: {istio: 'eastwestgateway'},
        servers: [{port: {number: 15443, name: 'tls'}, tls: {mode: 'AUTO_PASSTHROUGH'}, hosts: ['*.local']}],
      },
    },
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: {name: 'kube-root-ca.crt', namespace: 'kube-system'},
      data: {'ca.crt': `CA of ${cluster.name}`},
    },
  ];
}

function trustObjects({namespace}: Plan, root: Issued, own: Issued): readonly KubeObject[] {
  const data = {'root-cert.pem': base64(root.certificate), 'ca-cert.pem': base64(own.certificate)};
  return [
    {apiVersion: 'v1', kind: 'Secret', metadata: {name: 'cacerts', namespace: SYSTEM}, data},
    ...[SYSTEM, namespace].map((place) => ({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: {name: 'istio-ca-root-cert', namespace: place},
      data: {'root-cert.pem': root.certificate},
    })),
  ];
}

function gatewayService(name: (typeof GATEWAYS)[number], cluster: ClusterPlan): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {name, namespace: SYSTEM, labels: gatewayLabels(name, cluster)},
    spec: {type: 'LoadBalancer', selector: gatewayLabels(name, cluster)},
    status: {loadBalancer: {ingress: [{ip: addressOf(cluster, name)}]}},
  };
}

/** The kubeconfig that `istioctl create-remote-secret` writes. */
export function kubeconfig(server: string, ca: string, token: string): string {
  return `apiVersion: v1
clusters:
- cluster:
    certificate-authority-data: ${base64(ca)}
    server: ${server}
  name: x
contexts: []
current-context: x
kind: Config
users:
- name: x
  user:
    token: ${token}
`;
}

function remoteSecrets({clusters}: Plan, reader: ClusterPlan): readonly KubeObject[] {
  return clusters
    .filter(({name}) => name !== reader.name)
    .map(({name, istioName, server}) => ({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: {
        name: `istio-remote-secret-${istioName}`,
        namespace: SYSTEM,
        labels: {'istio/multiCluster': 'true'},
      },
      data: {[istioName]: base64(kubeconfig(server, `CA of ${name}`, `token-of-${name}`))},
    }));
}

/** As Envoy and istiod write them: snake case, nested as in their protos. */
function pagesOf(
  {metadata: {name: pod, namespace}}: KubeObject,
  {clusters, namespace: lab}: Plan,
  own: ClusterPlan,
  root: Issued,
  issuer: Issued,
  homes: Homes,
): readonly (readonly [string, unknown])[] {
  if (pod.startsWith('istiod-')) {
    const proxies = [
      ...GATEWAYS.map((name) => [name, SYSTEM]),
      ...(homes.deployments.get(own.name) ?? []).map((name) => [name, lab]),
    ];
    return [
      [
        `${pod} /debug/clusterz`,
        clusters.map(({istioName: id}) => ({id, secretName: '', syncStatus: 'synced'})),
      ],
      [
        `${pod} /debug/syncz`,
        proxies.map(([name = '', place = '']) => ({
          proxy: `${name}-5d4f7b-${own.name}.${place}`,
          cluster_sent: 'a1',
          cluster_acked: 'a1',
          endpoint_sent: 'b2',
          endpoint_acked: 'b2',
        })),
      ],
    ];
  }
  if (namespace === 'metallb-system') return [];
  const sni = pod.startsWith('istio-eastwestgateway');
  const chain = base64([issuer, root].map(({certificate}) => certificate).join(''));
  return [
    [
      `${pod} config_dump?resource=dynamic_active_secrets`,
      {
        configs: [
          {name: 'default', secret: {tls_certificate: {certificate_chain: {inline_bytes: chain}}}},
          {
            name: 'ROOTCA',
            secret: {validation_context: {trusted_ca: {inline_bytes: base64(root.certificate)}}},
          },
        ],
      },
    ],
    [
      `${pod} clusters?format=json`,
      {cluster_statuses: sni ? [status('outbound_.80_._.catalog', lab, [])] : services(homes, own, lab)},
    ],
    [
      `${pod} listeners?format=json`,
      {
        listener_statuses: [15021, ...(sni ? [15443] : [])].map((port_value) => ({
          local_address: {socket_address: {address: '0.0.0.0', port_value}},
        })),
      },
    ],
  ];
}

function services({services: all}: Homes, own: ClusterPlan, lab: string): readonly object[] {
  return [...all].map(([service, places]) =>
    status(
      `outbound|80||${service}`,
      lab,
      places.map((home) => {
        const near = home.name === own.name;
        const address = near
          ? home.podSubnet.replace('0.0/16', '0.17')
          : addressOf(home, 'istio-eastwestgateway');
        const {region, zone} = home.locality;
        return {
          address: {socket_address: {address, port_value: near ? 8080 : 15443}},
          health_status: {eds_health_status: 'HEALTHY'},
          weight: 1,
          locality: {region, zone},
        };
      }),
    ),
  );
}

function status(name: string, lab: string, host_statuses: readonly object[]): object {
  return {name: `${name}.${lab}.svc.cluster.local`, added_via_api: true, host_statuses};
}
