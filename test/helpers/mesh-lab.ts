import type {Kube, KubeObject} from '../../src/drivers/kube/kube.js';
import type {MeshReach} from '../../src/differences/index.js';
import type {ClusterIstio, Release} from '../../src/differences/state.js';
import type {ClusterPlan} from '../../src/plan/plan.js';
import {FakeClock} from '../fakes/clock.js';
import {untouchable} from '../fakes/drivers.js';
import {listOf} from '../fakes/kube.js';
import {chapterPlan} from './chapter.js';
import {dumpPage, lotOf, type Lot} from './envoy-dump.js';
import {
  baseRights,
  controlPlane,
  defaultOf,
  defaultValidator,
  definition,
  gateway,
  minorOf,
  suffixed,
} from './mesh-objects.js';

import {pageOf, type Page} from './proxy-page.js';

const SYSTEM = 'istio-system';
const APPS = 'istioinaction';
const GATEWAYS = ['istio-ingressgateway', 'istio-eastwestgateway'] as const;

export interface MeshGiven {
  readonly istio?: Readonly<Record<string, ClusterIstio>>;
  /** What is drawn by lot is another for another number. */
  readonly lot?: number;
  readonly replicas?: number;
  /** The version of a cluster's proxies, where they are not of its control plane. */
  readonly proxies?: Readonly<Record<string, Release>>;
  /** More variables of every istiod. */
  readonly env?: readonly object[];
  /** Changes what a cluster has before it is read. */
  readonly objects?: (objects: KubeObject[], cluster: string) => KubeObject[];
  /** Changes what a proxy shows; by its workload. */
  readonly dump?: (page: Page, workload: string, cluster: string) => Page;
}

const EVERYWHERE: Readonly<Record<string, ClusterIstio>> = {
  west: {version: '1.17.5'},
  east: {version: '1.17.5'},
};

/** Who runs where. */
const WORKLOADS: Readonly<Record<string, readonly string[]>> = {
  west: ['webapp', 'simple-backend-west'],
  east: ['catalog', 'simple-backend-east'],
};

/** A mesh of two clusters as its API servers and proxies tell it. */
export function meshLab(given: MeshGiven = {}): MeshReach {
  const plan = chapterPlan();
  const first = lotOf(given.lot ?? 1).number(150);
  const addresses = new Map<string, string>();
  const addressFor = ({name, serviceSubnet}: ClusterPlan, service: string): string => {
    const key = `${name} ${service}`;
    const found =
      addresses.get(key) ?? serviceSubnet.replace(/0\.0\/22$/, `1.${10 + first + addresses.size}`);
    addresses.set(key, found);
    return found;
  };
  const kubes = new Map(
    plan.clusters.map((cluster, index) => [
      cluster.name,
      kubeOf(clusterOf(cluster, given, lotOf((given.lot ?? 1) * 10 + index), plan.clusters, addressFor)),
    ]),
  );
  return {
    plan,
    clock: new FakeClock(),
    kube: (name) => {
      const kube = kubes.get(name);
      if (kube === undefined) throw new Error(`no cluster ${name}`);
      return kube;
    },
  };
}

interface Answers {
  readonly objects: readonly KubeObject[];
  readonly pages: ReadonlyMap<string, unknown>;
}

function kubeOf({objects, pages}: Answers): Kube {
  return untouchable<Kube>('kube', {
    list: listOf(new Map(objects.map((object, index) => [String(index), object]))),
    exec: (command, {pod}) => {
      const page = pages.get(`${pod} ${command.at(-1) ?? ''}`);
      if (page === undefined) throw new Error(`${pod} has no page ${command.at(-1) ?? ''}`);
      return Promise.resolve({exitCode: 0, stdout: JSON.stringify(page), stderr: ''});
    },
  });
}

function clusterOf(
  cluster: ClusterPlan,
  given: MeshGiven,
  lot: Lot,
  all: readonly ClusterPlan[],
  addressFor: (cluster: ClusterPlan, service: string) => string,
): Answers {
  const {istio = EVERYWHERE, replicas = 1} = given;
  const own = istio[cluster.name] ?? {version: '1.17.5'};
  const {leaving, ...release} = own;
  const moved = given.proxies?.[cluster.name] ?? release;
  const address = (service: string): string => addressFor(cluster, service);
  const drawn = {lot, address};
  const pods = [
    ...GATEWAYS.map((name) => ({name, namespace: SYSTEM})),
    ...(WORKLOADS[cluster.name] ?? []).map((name) => ({name, namespace: APPS})),
  ].flatMap(({name, namespace}) => Array.from({length: replicas}, () => podOf(name, namespace, moved, lot)));
  const plain = (name: string, namespace: string): KubeObject => ({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {name, namespace},
    spec: {clusterIPs: [address(`${namespace}/${name}`)]},
  });
  const objects: KubeObject[] = [
    {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: {name: SYSTEM, labels: {'topology.istio.io/network': cluster.network}},
    },
    {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: {
        name: APPS,
        labels:
          release.revision === undefined
            ? {'istio-injection': 'enabled'}
            : {'istio.io/rev': release.revision},
      },
    },
    {
      apiVersion: 'v1',
      kind: 'Node',
      metadata: {name: cluster.node},
      status: {addresses: [{type: 'InternalIP', address: `172.18.0.${2 + lot.number(2)}`}]},
    },
    ...(leaving === undefined ? [] : controlPlane(leaving, drawn)),
    ...controlPlane(release, drawn, given.env),
    ...baseRights(own),
    defaultValidator(release, lot),
    ...(release.revision === undefined ? [] : defaultOf(release, lot)),
    definition(own.version, lot),
    ...GATEWAYS.flatMap((name, index) =>
      gateway(name, moved, drawn, {
        ip: `172.18.255.${cluster.pool.first + index}`,
        replicas,
        ...(name === 'istio-eastwestgateway' ? {network: cluster.network} : {}),
      }),
    ),
    plain('kube-dns', 'kube-system'),
    plain('catalog', APPS),
    plain('simple-backend', APPS),
    {
      apiVersion: 'networking.istio.io/v1beta1',
      kind: 'DestinationRule',
      metadata: {name: 'simple-backend', namespace: APPS},
      spec: {host: 'simple-backend', trafficPolicy: {outlierDetection: {consecutive5xxErrors: 1}}},
    },
    ...pods,
  ];
  const changed = (given.objects ?? ((same) => same))(objects, cluster.name);
  const istiods = [...new Set(Object.values(istio).flatMap(istiodsOf))];
  const pages = changed
    .filter(({kind}) => kind === 'Pod')
    .flatMap((pod) => {
      const {name, namespace = '', labels = {}} = pod.metadata;
      const workload = name.slice(0, name.indexOf(`-${labels['pod-template-hash']}`));
      const made = pageOf({
        workload,
        namespace,
        pod: name,
        cluster,
        moved,
        release,
        istiods,
        // A service that only another cluster has is known by the address that it has there.
        address: (service) => addressFor(holderOf(service, cluster, istio, all), service),
        lot,
        all,
      });
      const page = (given.dump ?? ((same) => same))(made, workload, cluster.name);
      return [
        [`${name} config_dump?include_eds`, dumpPage({lot, ...page})] as const,
        [
          `${name} server_info`,
          {
            version: 'abc/1.36.2/Clean/RELEASE/BoringSSL',
            command_line_options: {concurrency: 2, base_id: lot.number(9)},
          },
        ] as const,
      ];
    });
  return {objects: changed, pages: new Map(pages)};
}

function holderOf(
  service: string,
  cluster: ClusterPlan,
  istio: Readonly<Record<string, ClusterIstio>>,
  all: readonly ClusterPlan[],
): ClusterPlan {
  const has = ({name}: ClusterPlan): boolean =>
    istiodsOf(istio[name]).some((istiod) => service === `${SYSTEM}/${istiod}`);
  if (!service.startsWith(`${SYSTEM}/istiod`) || has(cluster)) return cluster;
  return all.find(has) ?? cluster;
}

function istiodsOf(istio: ClusterIstio | undefined): readonly string[] {
  if (istio === undefined) return [];
  const {leaving, ...current} = istio;
  return [current, ...(leaving === undefined ? [] : [leaving])].map((one) => suffixed('istiod', one));
}

function podOf(workload: string, namespace: string, release: Release, lot: Lot): KubeObject {
  const hash = `${lot.number(9)}${lot.letters(9)}`;
  const minor = minorOf(release.version);
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: `${workload}-${hash}-${lot.letters(5)}`,
      namespace,
      labels: {app: workload, 'pod-template-hash': hash, 'service.istio.io/canonical-revision': 'latest'},
      annotations: {
        'sidecar.istio.io/status': JSON.stringify({
          initContainers: ['istio-init'],
          containers: ['istio-proxy'],
          revision: release.revision ?? 'default',
        }),
      },
    },
    spec: {
      containers: [
        {name: 'main'},
        {
          name: 'istio-proxy',
          image: `docker.io/istio/proxyv2:${release.version}`,
          args: ['proxy', 'sidecar', ...(minor < 18 ? ['--concurrency', '2'] : [])],
          env: [
            {name: 'CA_ADDR', value: `${suffixed('istiod', release)}.${SYSTEM}.svc:15012`},
            // The injector leaves out what is as usual: the control plane without a revision.
            {
              name: 'PROXY_CONFIG',
              value: JSON.stringify({
                ...(release.revision === undefined
                  ? {}
                  : {discoveryAddress: `${suffixed('istiod', release)}.${SYSTEM}.svc:15012`}),
                meshId: 'usmesh',
              }),
            },
            ...(minor >= 17 ? [{name: 'ISTIO_META_NODE_NAME', valueFrom: {}}] : []),
          ],
          readinessProbe: {periodSeconds: minor >= 20 ? 15 : 2},
          ...(minor >= 20 ? {startupProbe: {periodSeconds: 1, failureThreshold: 600}} : {}),
          volumeMounts: [{name: `kube-api-access-${lot.letters(5)}`, mountPath: '/var/run/secrets'}],
        },
      ],
      initContainers: [{name: 'istio-init', image: `docker.io/istio/proxyv2:${release.version}`}],
    },
    status: {phase: 'Running', conditions: [{type: 'Ready', status: 'True'}]},
  };
}
