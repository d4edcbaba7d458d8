/** Versions of what the lab is made of, as the projects write them, without a leading v. */
export interface Versions {
  readonly istio: string;
  readonly kubernetes: string;
  readonly metallb: string;
}

export interface Locality {
  readonly region: string;
  readonly zone: string;
}

/** What Istio's release has manifests of, beside Istio itself, to see a mesh with. */
export const ADDONS = ['prometheus', 'grafana', 'kiali', 'jaeger'] as const;
export type AddonName = (typeof ADDONS)[number];

export interface LabCluster {
  readonly name: string;
  readonly podSubnet: string;
  readonly serviceSubnet: string;
  readonly pool: {readonly first: number; readonly last: number};
  readonly hostPorts: readonly number[];
  readonly istioName: string;
  readonly network: string;
  readonly locality: Locality;
  readonly intermediate: string;
  readonly controlPlane: string;
  readonly eastWestGateway: string;
  readonly ingressNodePort: number | undefined;
  /** The addons that it is to have, each with its nodePort. */
  readonly addons: Readonly<Partial<Record<AddonName, number>>>;
  readonly apps: readonly string[];
}

/** The call that proves the lab: from the client through the ingress gateway of a cluster. */
export interface LabCall {
  /** Name of the cluster. */
  readonly through: string;
  readonly host: string;
  /** With its leading slash. */
  readonly path: string;
}

/** What keeps calls from being lost while pods of istiod, gateways and the traffic's workload are replaced. */
export interface Continuity {
  /** Pods of each. */
  readonly replicas: number;
  /** Whole seconds that a pod which is to end goes on as before, until nobody sends it anything new. */
  readonly preStopSeconds: number;
  /** Whole seconds that its proxy then tells everybody to close their connections. */
  readonly drainSeconds: number;
}

/** What a person declares in `lab.yaml`, checked, with defaults filled in; paths as written there. */
export interface Lab {
  readonly name: string;
  /** Full path of the file. */
  readonly file: string;
  readonly versions: Versions;
  readonly dockerNetwork: {readonly name: string; readonly subnet: string | undefined};
  readonly meshId: string;
  readonly namespace: string;
  readonly root: {readonly commonName: string; readonly days: number};
  readonly exposeServices: string;
  /** Undefined: as Istio's own defaults have it. */
  readonly continuity: Continuity | undefined;
  readonly clusters: readonly LabCluster[];
  /** Folder of the manifests that scenarios name; as written, relative to the file. */
  readonly manifests: string;
  readonly client: {readonly name: string};
  readonly call: LabCall | undefined;
}

/** The container and Kubernetes node of a cluster, as kind calls it. */
export function nodeName(cluster: string): string {
  return `${cluster}-control-plane`;
}
