/** One of Prometheus' lists of targets, as its files for discovery have them. */
export interface TargetGroup {
  readonly targets: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
}

interface Metadata {
  readonly name: string;
  readonly namespace?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

interface Port {
  readonly name?: string;
  readonly port: number;
  readonly protocol?: string;
}

export interface Pod {
  readonly metadata: Metadata;
  readonly spec: {
    readonly nodeName?: string;
    readonly containers: readonly {
      readonly name: string;
      readonly ports?: readonly {
        readonly name?: string;
        readonly containerPort: number;
        readonly protocol?: string;
      }[];
    }[];
  };
  readonly status: {readonly podIP?: string; readonly phase?: string};
}

export interface Node {
  readonly metadata: Metadata;
  readonly status: {
    readonly addresses?: readonly {readonly type: string; readonly address: string}[];
    readonly daemonEndpoints?: {readonly kubeletEndpoint?: {readonly Port?: number}};
  };
}

export interface Service {
  readonly metadata: Metadata;
  readonly spec: {readonly ports?: readonly Port[]};
}

export interface Endpoints {
  readonly metadata: Metadata;
  readonly subsets?: readonly {
    readonly addresses?: readonly {
      readonly ip: string;
      readonly targetRef?: {readonly kind?: string; readonly name?: string; readonly namespace?: string};
    }[];
    readonly ports?: readonly Port[];
  }[];
}

const PREFIX = '__meta_kubernetes_';

/** A target for each port that a container of a pod declares; one without a port where none does. */
export function podTargets(pods: readonly Pod[]): readonly TargetGroup[] {
  return pods.flatMap((pod) => {
    const {podIP} = pod.status;
    if (podIP === undefined) return [];
    return pod.spec.containers.flatMap(({name, ports = []}) => {
      const labels = {...podLabels(pod), [`${PREFIX}pod_container_name`]: name};
      if (ports.length === 0) return [{targets: [podIP], labels}];
      return ports.map(({name: port = '', containerPort, protocol = 'TCP'}) => ({
        targets: [`${podIP}:${containerPort}`],
        labels: {
          ...labels,
          [`${PREFIX}pod_container_port_name`]: port,
          [`${PREFIX}pod_container_port_number`]: String(containerPort),
          [`${PREFIX}pod_container_port_protocol`]: protocol,
        },
      }));
    });
  });
}

/** A target for each node, at its kubelet. */
export function nodeTargets(nodes: readonly Node[]): readonly TargetGroup[] {
  return nodes.flatMap(({metadata, status}) => {
    const address = status.addresses?.find(({type}) => type === 'InternalIP')?.address;
    const port = status.daemonEndpoints?.kubeletEndpoint?.Port ?? 10_250;
    if (address === undefined) return [];
    return [{targets: [`${address}:${port}`], labels: metaLabels('node', metadata)}];
  });
}

/** A target for each port of a Service, by the Service's name. */
export function serviceTargets(services: readonly Service[]): readonly TargetGroup[] {
  return services.flatMap((service) =>
    (service.spec.ports ?? []).map(({name = '', port}) => ({
      targets: [`${service.metadata.name}.${service.metadata.namespace ?? ''}.svc:${port}`],
      labels: {...serviceLabels(service), [`${PREFIX}service_port_name`]: name},
    })),
  );
}

/** A target for each address and port of Endpoints, with what is said of their Service and of their pod. */
export function endpointsTargets(
  endpoints: readonly Endpoints[],
  services: readonly Service[],
  pods: readonly Pod[],
): readonly TargetGroup[] {
  const serviceOf = new Map(services.map((service) => [keyOf(service.metadata), service]));
  const podOf = new Map(pods.map((pod) => [keyOf(pod.metadata), pod]));
  return endpoints.flatMap(({metadata, subsets = []}) => {
    const service = serviceOf.get(keyOf(metadata));
    return subsets.flatMap(({addresses = [], ports = []}) =>
      addresses.flatMap(({ip, targetRef}) => {
        const pod = targetRef?.kind === 'Pod' ? podOf.get(keyOf(targetRef)) : undefined;
        return ports.map(({name = '', port, protocol = 'TCP'}) => ({
          targets: [`${ip}:${port}`],
          labels: {
            ...metaLabels('endpoints', metadata),
            ...(service === undefined ? {} : serviceLabels(service)),
            ...(pod === undefined ? {} : podLabels(pod)),
            [`${PREFIX}endpoint_port_name`]: name,
            [`${PREFIX}endpoint_port_protocol`]: protocol,
            [`${PREFIX}endpoint_ready`]: 'true',
          },
        }));
      }),
    );
  });
}

function keyOf({namespace = '', name = ''}: {readonly namespace?: string; readonly name?: string}): string {
  return `${namespace}/${name}`;
}

function serviceLabels({metadata}: Service): Record<string, string> {
  return metaLabels('service', metadata);
}

function podLabels({metadata, spec, status}: Pod): Record<string, string> {
  return {
    ...metaLabels('pod', metadata),
    [`${PREFIX}pod_ip`]: status.podIP ?? '',
    [`${PREFIX}pod_phase`]: status.phase ?? '',
    [`${PREFIX}pod_node_name`]: spec.nodeName ?? '',
  };
}

/** Name, namespace, labels and annotations of an object, under the names that Prometheus gives them. */
function metaLabels(kind: string, {name, namespace, labels = {}, annotations = {}}: Metadata) {
  const each = (what: string, of: Readonly<Record<string, string>>): [string, string][] =>
    Object.entries(of).flatMap(([key, value]) => [
      [`${PREFIX}${kind}_${what}_${plain(key)}`, value],
      [`${PREFIX}${kind}_${what}present_${plain(key)}`, 'true'],
    ]);
  return Object.fromEntries([
    [`${PREFIX}${kind}_name`, name],
    ...(namespace === undefined ? [] : [[`${PREFIX}namespace`, namespace]]),
    ...each('label', labels),
    ...each('annotation', annotations),
  ]) as Record<string, string>;
}

function plain(key: string): string {
  return key.replace(/\W/g, '_');
}
