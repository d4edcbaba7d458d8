import type {Release} from '../../src/differences/state.js';
import type {ClusterPlan} from '../../src/plan/plan.js';
import {CERTIFICATE, host, httpManager, socket, tcpProxy, type Lot} from './envoy-dump.js';
import {minorOf, suffixed} from './mesh-objects.js';

const SYSTEM = 'istio-system';
const APPS = 'istioinaction';

/** The parts of a proxy's configuration by kind, before they are written as a dump. */
export interface Page {
  clusters: Record<string, unknown>[];
  listeners: Record<string, unknown>[];
  routes: Record<string, unknown>[];
  endpoints: Record<string, unknown>[];
  bootstrap: Record<string, unknown>;
}

export interface PageOf {
  readonly workload: string;
  readonly namespace: string;
  readonly pod: string;
  readonly cluster: ClusterPlan;
  /** Of the proxy, and of the istiod that it hangs from. */
  readonly moved: Release;
  readonly release: Release;
  readonly istiods: readonly string[];
  readonly address: (service: string) => string;
  readonly lot: Lot;
  readonly all: readonly ClusterPlan[];
}

/** What istiod of a release gives a proxy, as its sources have it, as far as it matters here. */
export function pageOf({
  workload,
  namespace,
  pod,
  cluster,
  moved,
  release,
  istiods,
  address,
  lot,
  all,
}: PageOf): Page {
  const minor = minorOf(release.version);
  const own = cluster.podSubnet.replace(/0\.0\/16$/, '0.');
  const ip = (): string => `${own}${10 + lot.number(200)}`;
  const peer = all.find(({name}) => name !== cluster.name) ?? cluster;
  const gatewayIp = `172.18.255.${peer.pool.first + 1}`;
  const system = namespace === SYSTEM;
  const services = [
    {service: 'catalog', home: APPS, port: 80},
    {service: 'simple-backend', home: APPS, port: 80},
    ...istiods.map((service) => ({service, home: SYSTEM, port: 15012})),
  ];
  const named = (service: string, home: string, port: number): string =>
    `outbound|${port}||${service}.${home}.svc.cluster.local`;
  const filters = [
    ...(minor >= 17 ? ['envoy.filters.http.grpc_stats'] : []),
    'envoy.filters.http.fault',
    'envoy.filters.http.cors',
    'envoy.filters.http.router',
  ];
  const latest = minor >= 18 ? '' : 'latest';
  const listener = (name: string, ip: string, port: number, filter: object, more: object = {}) => ({
    name,
    address: socket(ip, port),
    ...(minor >= 19 ? {continue_on_listener_filters_timeout: true} : {}),
    filter_chains: lot.shuffled([
      {filter_chain_match: {application_protocols: lot.shuffled(['http/1.1', 'h2c'])}, filters: [filter]},
      {name: 'fallthrough', filters: [tcpProxy('PassthroughCluster')]},
    ]),
    traffic_direction: 'OUTBOUND',
    ...more,
  });
  const dns = address('kube-system/kube-dns');
  return {
    clusters: services.map(({service, home, port}) => ({
      name: named(service, home, port),
      type: 'EDS',
      connect_timeout: '10s',
      ...(service === 'simple-backend' ? {outlier_detection: {consecutive_5xx: 1}} : {}),
      transport_socket_matches: [
        {name: 'tlsMode-istio', transport_socket: {name: 'envoy.transport_sockets.tls', ca: CERTIFICATE}},
      ],
      metadata: {
        filter_metadata: {
          istio: {
            services: [{host: `${service}.${home}.svc.cluster.local`, name: service, namespace: home}],
            ...(minor < 18 ? {default_original_port: port} : {}),
            ...(service === 'simple-backend'
              ? {
                  config: `/apis/networking.istio.io/v1alpha3/namespaces/${APPS}/destination-rule/simple-backend`,
                }
              : {}),
          },
        },
      },
    })),
    listeners: [
      listener('0.0.0.0_80', '0.0.0.0', 80, httpManager(filters, {rds: {route_config_name: '80'}})),
      listener(`${dns}_53`, dns, 53, tcpProxy(`outbound|53||kube-dns.kube-system.svc.cluster.local`), {
        default_filter_chain: {filters: [tcpProxy('BlackHoleCluster')]},
      }),
    ],
    routes: [
      {
        name: '80',
        ...(minor >= 17 ? {max_direct_response_body_size_bytes: 1_048_576} : {}),
        virtual_hosts: lot.shuffled(
          services.map(({service, home, port}) => ({
            name: `${service}.${home}.svc.cluster.local:${port}`,
            domains: lot.shuffled([`${service}.${home}`, address(`${home}/${service}`), service]),
            routes: [{match: {prefix: '/'}, route: {cluster: named(service, home, port), timeout: '0s'}}],
          })),
        ),
      },
    ],
    endpoints: services.map(({service, home, port}) => {
      const count = 1 + lot.number(3);
      const region = {region: cluster.locality.region, zone: cluster.locality.zone};
      return {
        cluster_name: named(service, home, port),
        policy: {overprovisioning_factor: 140},
        endpoints: lot.shuffled([
          {
            locality: region,
            lb_endpoints: Array.from({length: count}, () =>
              host(ip(), 8080, `${service};${home};${service};${latest};${cluster.istioName}`),
            ),
            load_balancing_weight: count,
          },
          {
            locality: {region: peer.locality.region, zone: peer.locality.zone},
            priority: 1,
            lb_endpoints: [host(gatewayIp, 15443, `;;;;${peer.istioName}`, count)],
            load_balancing_weight: count,
          },
        ]),
      };
    }),
    bootstrap: {
      node: {
        id: `${system ? 'router' : 'sidecar'}~${ip()}~${pod}.${namespace}~${namespace}.svc.cluster.local`,
        cluster: `${workload}.${namespace}`,
        metadata: {
          NAME: pod,
          INSTANCE_IPS: ip(),
          ISTIO_VERSION: moved.version,
          LABELS: {
            app: workload,
            'pod-template-hash': lot.letters(9),
            'service.istio.io/canonical-revision': system ? (moved.revision ?? 'latest') : 'latest',
          },
          ...(minorOf(moved.version) >= 17 ? {NODE_NAME: cluster.node} : {}),
          PROXY_CONFIG: {
            discoveryAddress: `${suffixed('istiod', moved)}.${SYSTEM}.svc:15012`,
            ...(minorOf(moved.version) < 18 ? {concurrency: 2} : {}),
          },
        },
        user_agent_name: 'envoy',
        extensions: [{name: `envoy.of.${lot.letters(5)}`}],
      },
      layered_runtime: {
        layers: [
          {
            name: 'global config',
            static_layer: {
              'envoy.reloadable_features.http_reject_path_with_fragment':
                minorOf(moved.version) >= 19 ? false : 'false',
            },
          },
        ],
      },
    },
  };
}
