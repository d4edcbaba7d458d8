/** When in a hop the mesh is looked at. */
export const STATE_NAMES = ['before', 'mixed', 'after', 'rolled-back'] as const;
export type StateName = (typeof STATE_NAMES)[number];

export interface Release {
  /** E.g. `1.17.5`. */
  readonly version: string;
  /** E.g. `1-17-5`; absent where it was installed without one. */
  readonly revision?: string;
}

/** What a cluster's mesh is meant to be just now. */
export interface ClusterIstio extends Release {
  /** The control plane that is on its way out and still installed. */
  readonly leaving?: Release;
}

/** By a digest of what it says: a part that many proxies have alike is kept once. */
export type Parts = Readonly<Record<string, unknown>>;

/** Digests of parts by the name that Envoy knows them by. */
export type Named = Readonly<Record<string, string>>;

/** What of a proxy's configuration comes by xDS, by kind. */
export const XDS_SECTIONS = ['clusters', 'endpoints', 'listeners', 'routes', 'extensions'] as const;
export type XdsSection = (typeof XDS_SECTIONS)[number];

export interface ProxyConfiguration extends Readonly<Record<XdsSection, Named>> {
  /** The lab's name for it, e.g. `west`. */
  readonly cluster: string;
  readonly namespace: string;
  /** Its Deployment. */
  readonly workload: string;
  readonly kind: 'gateway' | 'sidecar';
  /** Digest of what it was started with, its node's metadata among it. */
  readonly bootstrap: string;
  /** What it has refused, by kind and name: Envoy's own words. */
  readonly rejected: Readonly<Record<string, string>>;
  /** Of the program itself. */
  readonly server: {readonly version: string; readonly workers: number};
}

export interface InstalledObject {
  readonly cluster: string;
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
  /** Digest of what was declared of it. */
  readonly part: string;
}

/** What addresses mean: all but those of gateways are given anew at any time. */
export interface AddressBook {
  /** `namespace/name` by each address of a Service inside its cluster. */
  readonly services: Readonly<Record<string, string>>;
  /** The lab's cluster by a node's address. */
  readonly nodes: Readonly<Record<string, string>>;
  /** Which the load balancer has given; facts. */
  readonly gateways: readonly string[];
  /** The lab's cluster by the range that its pods, and that its Services, are given addresses from. */
  readonly podSubnets: Readonly<Record<string, string>>;
  readonly serviceSubnets: Readonly<Record<string, string>>;
}

/** Something that follows from the hop's own versions and revisions and was therefore not compared. */
export interface SetAside {
  readonly what: string;
  /** In how many different texts. */
  readonly texts: number;
}

/** The configuration of every proxy and what Istio has installed. Plain JSON; no secret is in it. */
export interface MeshConfiguration {
  /** Raised when a field changes its meaning. */
  readonly format: 1;
  /** ISO 8601. */
  readonly takenAt: string;
  readonly proxy: 'istio-proxy' | 'stock-envoy';
  /** By the lab's name for the cluster. */
  readonly istio: Readonly<Record<string, ClusterIstio>>;
  readonly addresses: AddressBook;
  readonly parts: Parts;
  readonly proxies: readonly ProxyConfiguration[];
  readonly objects: readonly InstalledObject[];
  /** Filled in by `normalise`. */
  readonly setAside: readonly SetAside[];
}

/** How the calls of one measurement of a scenario were answered. */
export interface MeasuredCalls {
  /** Phase and title. */
  readonly name: string;
  readonly calls: number;
  /** How often each answer came. */
  readonly answers: Readonly<Record<string, number>>;
  /** Of the calls that were answered. */
  readonly p50Ms: number;
  readonly p99Ms: number;
}

export interface ScenarioFigures {
  readonly id: string;
  readonly title: string;
  readonly verdict: 'passed' | 'failed' | 'skipped' | 'interrupted';
  readonly evidence: string;
  readonly measured: readonly MeasuredCalls[];
}

/** The mesh in one state of a hop: its configuration, and what the packs measured then. */
export interface MeshState extends MeshConfiguration {
  readonly name: StateName;
  /** Empty where no pack was run in this state. */
  readonly scenarios: readonly ScenarioFigures[];
}

/** `west/istio-system/istio-ingressgateway`. */
export function proxyName({
  cluster,
  namespace,
  workload,
}: Pick<ProxyConfiguration, 'cluster' | 'namespace' | 'workload'>): string {
  return `${cluster}/${namespace}/${workload}`;
}
