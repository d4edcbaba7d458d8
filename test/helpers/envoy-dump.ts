/** Envoy's pages as its admin interface writes them: snake case, nested as in its protos, with what is drawn by lot. */

type Json = Readonly<Record<string, unknown>>;

/** A sequence that looks drawn by lot and is the same for the same seed. */
export interface Lot {
  number(below: number): number;
  letters(count: number): string;
  shuffled<T>(items: readonly T[]): T[];
}

export function lotOf(seed: number): Lot {
  let state = seed * 2654435761 + 1;
  const number = (below: number): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  const letters = (count: number): string =>
    Array.from({length: count}, () => 'bcdfghjklmnpqrstvwxz2456789'[number(27)] ?? 'x').join('');
  return {
    number,
    letters,
    shuffled: (items) => {
      const rest = [...items];
      return items.map(() => rest.splice(number(rest.length), 1)[0] as (typeof items)[number]);
    },
  };
}

export interface DumpGiven {
  readonly lot: Lot;
  readonly clusters: readonly Json[];
  readonly listeners: readonly Json[];
  readonly routes: readonly Json[];
  readonly endpoints: readonly Json[];
  readonly bootstrap: Json;
}

const TYPE = 'type.googleapis.com/';

/** The page `config_dump?include_eds`. */
export function dumpPage({lot, clusters, listeners, routes, endpoints, bootstrap}: DumpGiven): Json {
  const stamp = () => ({
    version_info: `2026-11-22T06:00:${10 + lot.number(49)}Z/${lot.number(90)}`,
    last_updated: `2026-11-22T06:0${lot.number(9)}:${10 + lot.number(49)}.${lot.number(999)}Z`,
  });
  const typed = (type: string, value: Json): Json => ({'@type': `${TYPE}${type}`, ...value});
  return {
    configs: [
      typed('envoy.admin.v3.BootstrapConfigDump', {bootstrap, last_updated: stamp().last_updated}),
      typed('envoy.admin.v3.ClustersConfigDump', {
        version_info: stamp().version_info,
        static_clusters: [{cluster: typed('envoy.config.cluster.v3.Cluster', {name: 'xds-grpc'})}],
        dynamic_active_clusters: lot.shuffled(clusters).map((cluster) => ({
          ...stamp(),
          cluster: typed('envoy.config.cluster.v3.Cluster', cluster),
        })),
      }),
      typed('envoy.admin.v3.EndpointsConfigDump', {
        dynamic_endpoint_configs: lot.shuffled(endpoints).map((config) => ({
          endpoint_config: typed('envoy.config.endpoint.v3.ClusterLoadAssignment', config),
        })),
      }),
      typed('envoy.admin.v3.ListenersConfigDump', {
        version_info: stamp().version_info,
        dynamic_listeners: lot.shuffled(listeners).map((listener) => ({
          name: listener['name'],
          active_state: {...stamp(), listener: typed('envoy.config.listener.v3.Listener', listener)},
          client_status: 'ACKED',
        })),
      }),
      typed('envoy.admin.v3.RoutesConfigDump', {
        static_route_configs: [{route_config: {name: 'inbound|8080||'}, ...stamp()}],
        dynamic_route_configs: lot.shuffled(routes).map((route) => ({
          ...stamp(),
          route_config: typed('envoy.config.route.v3.RouteConfiguration', route),
        })),
      }),
      typed('envoy.admin.v3.SecretsConfigDump', {
        dynamic_active_secrets: [
          {name: 'default', ...stamp(), secret: {tls_certificate: {private_key: {inline_string: KEY}}}},
        ],
      }),
    ],
  };
}

/** Nobody's. */
export const KEY = '-----BEGIN PRIVATE KEY-----\nbm90IGEga2V5IG9mIGFueWJvZHk=\n-----END PRIVATE KEY-----\n';
export const CERTIFICATE =
  '-----BEGIN CERTIFICATE-----\nbm90IGEgY2VydGlmaWNhdGU=\n-----END CERTIFICATE-----\n';

const HCM = 'envoy.filters.network.http_connection_manager';

/** An HTTP connection manager with these filters, and routes of its own or by RDS. */
export function httpManager(filters: readonly string[], more: Json): Json {
  return {
    name: HCM,
    typed_config: {
      '@type': `${TYPE}envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager`,
      http_filters: filters.map((name) => ({name, typed_config: {'@type': `${TYPE}${name}.v3`}})),
      ...more,
    },
  };
}

export function tcpProxy(cluster: string): Json {
  return {
    name: 'envoy.filters.network.tcp_proxy',
    typed_config: {
      '@type': `${TYPE}envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy`,
      stat_prefix: cluster,
      cluster,
    },
  };
}

export function socket(address: string, port: number): Json {
  return {socket_address: {address, port_value: port}};
}

export function host(address: string, port: number, workload: string, weight = 1): Json {
  return {
    endpoint: {address: socket(address, port), health_check_config: {}},
    health_status: 'HEALTHY',
    metadata: {
      filter_metadata: {'envoy.transport_socket_match': {tlsMode: 'istio'}, istio: {workload}},
    },
    load_balancing_weight: weight,
  };
}
