import {istioReferences} from '../istio-images.js';
import {COMMON_PARTS, PAUSE_TAGS, PROMETHEUS, type GoName} from './catalog.js';
import {istioRelease} from './istio-releases.js';

/** An image that pods of the lab run. It is built from a few files and baked into the node under its names. */
export interface PodImage {
  readonly name: string;
  /** Below `images/`. */
  readonly dockerfile: string;
  /** Build arguments beside BASE. */
  readonly args: Readonly<Record<string, string>>;
  /** What it is made of: products of Go parts, Envoy's program, the compiled workloads, or files below `images/`. */
  readonly from: readonly Ingredient[];
  /** What Kubernetes' manifests call it. */
  readonly references: readonly string[];
}

export type Ingredient =
  | {readonly part: GoName; readonly file: string}
  | {readonly part: 'envoy'; readonly file: 'envoy'}
  | {readonly part: 'recipe'; readonly file: string}
  | {readonly part: 'workloads'};

const {kubernetes, etcd, coredns, metallb} = COMMON_PARTS;

/** The workloads' image has a name of its own, since ch12's manifests are written against it. */
export const WORKLOADS_REFERENCE = 'docker.io/eastwest/workloads:1';

/** All images of a lab with this version of Istio. */
export function podImages(istio: string): readonly PodImage[] {
  const {addons} = istioRelease(istio);
  return [
    ...['kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'kube-proxy'].map(kubernetesImage),
    {
      name: 'etcd',
      dockerfile: 'etcd/Dockerfile',
      args: {},
      from: [{part: 'etcd', file: 'etcd'}],
      references: [`registry.k8s.io/etcd:${etcd.version}-0`],
    },
    {
      name: 'coredns',
      dockerfile: 'coredns/Dockerfile',
      args: {},
      from: [{part: 'coredns', file: 'coredns'}],
      references: [`registry.k8s.io/coredns/coredns:v${coredns.version}`],
    },
    {
      name: 'pause',
      dockerfile: 'pause/Dockerfile',
      args: {},
      from: [],
      references: PAUSE_TAGS.map((tag) => `registry.k8s.io/pause:${tag}`),
    },
    ...['controller', 'speaker'].map(metallbImage),
    ...Object.values(istioPods(istio)),
    {
      name: 'workloads',
      dockerfile: 'workloads/Dockerfile',
      args: {},
      from: [{part: 'workloads'}],
      references: [WORKLOADS_REFERENCE],
    },
    // The addons' references are those of the manifests in Istio's release, whatever version is behind them here.
    {
      name: 'prometheus',
      dockerfile: 'prometheus/Dockerfile',
      args: {PACKAGES: PROMETHEUS.package, VERSION: PROMETHEUS.version},
      from: [{part: 'workloads'}],
      references: [addons.prometheus],
    },
    {
      name: 'configmap-reload',
      dockerfile: 'configmap-reload/Dockerfile',
      args: {},
      from: [{part: 'recipe', file: 'configmap-reload/configmap-reload.sh'}],
      references: [addons.configmapReload],
    },
    {
      name: 'jaeger',
      dockerfile: 'jaeger/Dockerfile',
      args: {},
      from: [{part: 'jaeger', file: 'all-in-one'}],
      references: [addons.jaeger],
    },
  ];
}

/** The images of Istio itself. */
export function istioPods(istio: string): {readonly pilot: PodImage; readonly proxyv2: PodImage} {
  const {pilot, proxyv2} = istioReferences(istio);
  return {
    pilot: {
      name: 'pilot',
      dockerfile: 'istio/pilot.Dockerfile',
      args: {},
      from: [{part: 'istio', file: 'pilot-discovery'}],
      references: [pilot],
    },
    proxyv2: {
      name: 'proxyv2',
      dockerfile: 'istio/proxyv2.Dockerfile',
      args: {ISTIO_VERSION: istio},
      from: [
        {part: 'istio', file: 'pilot-agent'},
        {part: 'istio', file: 'envoy_bootstrap_tmpl.json'},
        {part: 'envoy', file: 'envoy'},
      ],
      references: [proxyv2],
    },
  };
}

/** Whether the image waits for nothing that the supply compiles or fetches: such a one can be built meanwhile. */
export function needsNoProgram({from}: PodImage): boolean {
  return from.every(({part}) => part === 'recipe' || part === 'workloads');
}

function kubernetesImage(program: string): PodImage {
  return {
    name: program,
    dockerfile: 'kubernetes/Dockerfile',
    args: {BINARY: program},
    from: [{part: 'kubernetes', file: program}],
    references: [`registry.k8s.io/${program}:v${kubernetes.version}`],
  };
}

function metallbImage(program: string): PodImage {
  return {
    name: `metallb-${program}`,
    dockerfile: `metallb/${program}.Dockerfile`,
    args: {},
    from: [{part: 'metallb', file: program}],
    references: [`quay.io/metallb/${program}:v${metallb.version}`],
  };
}
