import type {AddonName, Continuity, LabCall, Locality, Versions} from '../lab/lab.js';

/** The namespace of the control planes and the gateways, Istio's root namespace. */
export const ISTIO_SYSTEM = 'istio-system';

/** Where images and tools come from in place of their publishers' own servers. */
export interface Mirrors {
  /** For images: `HOST[:PORT][/PATH]` for all, or `REGISTRY=HOST[:PORT][/PATH]` for those of one registry. */
  readonly registry: readonly string[];
  /** For tools: a URL; below it come the publisher's host and path. */
  readonly tools: string | undefined;
}

export interface RegistrySource {
  readonly mirrors: Mirrors;
  /** Full path. */
  readonly catalog: string;
  /** Of this machine, e.g. `linux-amd64`. */
  readonly platform: 'linux-amd64' | 'linux-arm64' | 'darwin-amd64' | 'darwin-arm64';
}

export interface ProxyFacts {
  readonly kind: 'istio-proxy' | 'stock-envoy';
  readonly version: string;
  /** True while its image is not here yet and was not looked into. */
  readonly expected?: boolean;
}

/** A version of Istio as a supply gives it. */
export interface SuppliedIstio {
  readonly version: string;
  /** Full path. */
  readonly istioctl: string;
  /**
   * References in the engine, by which they are brought into nodes. Those of the version that the lab is made of are in
   * the node image; the engine need not have them by themselves.
   */
  readonly images: {readonly pilot: string; readonly proxyv2: string};
}

/** Where the supply puts what the lab is made of; known before anything is built. */
export interface Supplied {
  /** `source`, `registry` or `bundle`. */
  readonly supply: string;
  /** What it is made from (recipes, compiled workloads) and where it is kept. */
  readonly folders: {readonly images: string; readonly cache: string; readonly workloads: string};
  /** Full paths of the programs. */
  readonly tools: {readonly kind: string; readonly kubectl: string; readonly istioctl: string};
  /** Image references: kind's node with every image of the lab baked in, and the client container's. */
  readonly images: {readonly node: string; readonly client: string};
  /** Full path of MetalLB's manifest. */
  readonly metallbManifest: string;
  /** The addons that it has: the full path of the release's manifest, and the version behind its images. */
  readonly addons: Readonly<
    Partial<Record<AddonName, {readonly manifest: string; readonly version: string}>>
  >;
  /** Every version of Istio that the supply can give, the oldest first; the lab's own is among them. */
  readonly istio: Readonly<Record<string, SuppliedIstio>>;
  /** Where the registry supply takes it all from. */
  readonly from?: RegistrySource;
  /** Which proxy the mesh runs: Istio's own build, or Envoy as its project publishes it. */
  readonly proxy: ProxyFacts;
}

export interface Addon {
  readonly name: AddonName;
  readonly nodePort: number;
  readonly version: string;
  /** Full path of the release's manifest. */
  readonly manifest: string;
}

/** What the mesh of a cluster is. */
export interface IstioPlan {
  /** Of its control plane, its gateways and its sidecars, e.g. `1.18.2`. */
  readonly version: string;
  /** Of its control plane, e.g. `1-18-2`; left out where it was installed without one, which Istio calls `default`. */
  readonly revision?: string;
}

export interface ClusterPlan {
  /** kind's name, e.g. `west`. */
  readonly name: string;
  /** As the lab is made, until `eastwest upgrade` makes something else of it. */
  readonly istio: IstioPlan;
  /** Container, Kubernetes node and DNS name in the docker network, e.g. `west-control-plane`. */
  readonly node: string;
  /** Address of the API server as the other clusters use it. */
  readonly server: string;
  /** Full path. */
  readonly kubeconfig: string;
  readonly podSubnet: string;
  readonly serviceSubnet: string;
  /** First and last host number of the address pool in the last /24 of the docker network. */
  readonly pool: {readonly first: number; readonly last: number};
  /** Ports published on 127.0.0.1 of the host; the same number in the node. */
  readonly hostPorts: readonly number[];
  /** Name that Istio knows the cluster by, e.g. `west-cluster`. */
  readonly istioName: string;
  /** Istio's network, e.g. `west-network`. */
  readonly network: string;
  readonly locality: Locality;
  /** Common name of its intermediate CA. */
  readonly intermediate: string;
  /** Folder with its ca-cert.pem, ca-key.pem, cert-chain.pem. */
  readonly certs: string;
  /** Full paths of IstioOperator files. */
  readonly controlPlane: string;
  readonly eastWestGateway: string;
  /** nodePort of the ingress gateway's HTTP port, where the lab wants one. */
  readonly ingressNodePort: number | undefined;
  /** The addons that it gets: what the lab declares and the supply has. */
  readonly addons: readonly Addon[];
  /** Full paths of the manifests of its apps, in order. */
  readonly apps: readonly string[];
}

/** The lab with every name, address rule and path worked out. Pure: nothing was looked at to make it. */
export interface Plan {
  readonly lab: string;
  readonly labFile: string;
  /** Folder that the manifests which scenarios name are relative to; that of the lab file unless it says otherwise. */
  readonly folder: string;
  readonly versions: Versions;
  readonly supplied: Supplied;
  /** The docker network; without a subnet the engine chooses one. */
  readonly dockerNetwork: {readonly name: string; readonly subnet: string | undefined};
  readonly meshId: string;
  readonly namespace: string;
  readonly root: {readonly commonName: string; readonly days: number; readonly folder: string};
  readonly exposeServices: string;
  /** What keeps calls from being lost while pods are replaced; undefined: as Istio's own defaults have it. */
  readonly continuity: Continuity | undefined;
  readonly clusters: readonly ClusterPlan[];
  /** What scenarios may require of it: its proxy, and the addons that every cluster gets. */
  readonly capabilities: readonly string[];
  /** Addons that the lab declares and the supply does not have. */
  readonly missingAddons: readonly AddonName[];
  readonly client: {readonly name: string};
  readonly call: LabCall | undefined;
}

/** Label that everything made for a lab carries; its value is the lab's name. */
export const LAB_LABEL = 'dev.eastwest.lab';

/** The node image of a lab: the supply's, with the lab's label on it. */
export function labNodeImage({images}: Pick<Supplied, 'images'>, lab: string): string {
  return `${images.node}-${lab}`;
}

/** The clusters other than this one. */
export function peersOf(plan: Plan, cluster: ClusterPlan): readonly ClusterPlan[] {
  return plan.clusters.filter((other) => other.name !== cluster.name);
}

/** The cluster of a name that the plan is known to have. */
export function clusterNamed(plan: Plan, name: string): ClusterPlan {
  const cluster = plan.clusters.find((candidate) => candidate.name === name);
  if (cluster === undefined) throw new RangeError(`the plan has no cluster ${name}`);
  return cluster;
}
