import {
  proxies,
  objects,
  manager,
  listeners,
  routes,
  clusters,
  endpoints,
  started,
  istiodEnv,
  pod,
  settings,
  rules,
  PODS,
  REMOTE,
  LOCAL,
  RULED,
  withRule,
  type Sample,
} from './samples.js';

/** What the later changes look like, and those of every hop. */
export const LATER_SAMPLES: Readonly<Record<string, readonly Sample[]>> = {
  'envoyfilter-canonical-names': [
    listeners(
      manager([{name: 'envoy.filters.http.lua'}, {name: 'envoy.filters.http.router'}]),
      manager([{name: 'envoy.filters.http.router'}]),
    ),
  ],
  'gateway-names-at-proxy': [
    clusters(
      {
        load_assignment: {
          endpoints: [{lb_endpoints: [{endpoint: {address: {socket_address: {address: '172.18.255.202'}}}}]}],
        },
      },
      {
        load_assignment: {
          endpoints: [
            {lb_endpoints: [{endpoint: {address: {socket_address: {address: 'gateway.east.example'}}}}]},
          ],
        },
      },
    ),
  ],
  'base-rights-moved': [
    objects('ClusterRole', 'istiod-istio-system', {rules: [PODS]}, undefined),
    objects('ServiceAccount', 'istiod-service-account', {labels: {}}, undefined),
  ],
  'removed-settings': [istiodEnv([{name: 'PILOT_ENABLE_PROTOCOL_SNIFFING_FOR_INBOUND', value: 'true'}], [])],
  'listener-filters-timeout': [
    listeners({name: 'a'}, {name: 'a', continue_on_listener_filters_timeout: true}),
  ],
  'alpn-of-rules': [
    clusters(
      {metadata: {filter_metadata: {istio: {}}}},
      {metadata: {filter_metadata: {istio: {alpn_override: 'false'}}}},
    ),
  ],
  'peer-metadata': [
    listeners(
      manager([{name: 'istio.metadata_exchange', typed_config: {type_url: 'wasm'}}]),
      manager([
        {
          name: 'istio.metadata_exchange',
          typed_config: {type_url: 'type.googleapis.com/io.istio.http.peer_metadata.Config'},
        },
      ]),
    ),
  ],
  'runtime-flags': [
    started(
      {layered_runtime: {layers: [{name: 'global', static_layer: {a: 'false'}}]}},
      {layered_runtime: {layers: [{name: 'global', static_layer: {a: false}}]}},
    ),
  ],
  'reader-rights': [
    rules(
      'ClusterRole',
      'istio-reader-clusterrole-istio-system',
      [PODS],
      [PODS, {apiGroups: ['gateway.networking.k8s.io'], resources: ['gateways'], verbs: ['get']}],
    ),
  ],
  'values-of-1.19': [
    settings('istio-sidecar-injector', {values: {}}, {values: {istio_cni: {enabled: false}}}),
  ],
  'filter-order': [
    listeners(
      {name: 'a', filter_chains: [{filters: [{name: 'rbac'}, {name: 'exchange'}]}]},
      {name: 'a', filter_chains: [{filters: [{name: 'exchange'}, {name: 'rbac'}]}]},
    ),
  ],
  'startup-probe': [
    pod(
      {readinessProbe: {periodSeconds: 2}},
      {readinessProbe: {periodSeconds: 15}, startupProbe: {periodSeconds: 1}},
    ),
    settings(
      'istio-sidecar-injector',
      {values: {global: {proxy: {readinessPeriodSeconds: 2}}}},
      {values: {global: {proxy: {readinessPeriodSeconds: 15}}}},
    ),
  ],
  'tls-modes-across-networks': [withRule(endpoints([LOCAL, REMOTE], [LOCAL], RULED))],
  'remote-gateways-alone': [endpoints([LOCAL, {...REMOTE, address: '10.20.0.9:8080'}], [LOCAL, REMOTE])],
  'failover-with-priority': [endpoints([LOCAL, REMOTE], [LOCAL, {...REMOTE, priority: 2}])],
  'network-authn-gone': [
    listeners(
      {name: 'a', filter_chains: [{filters: [{name: 'istio_authn'}, {name: 'b'}]}]},
      {name: 'a', filter_chains: [{filters: [{name: 'b'}]}]},
    ),
  ],
  'istiod-user': [
    istiodEnv([{name: 'ISTIOD_ADDR', value: 'istiod.istio-system.svc:15012'}], []),
    objects(
      'Deployment',
      'istio-ingressgateway',
      {spec: {template: {spec: {securityContext: {fsGroup: 1337, runAsNonRoot: true}}}}},
      {spec: {template: {spec: {securityContext: {runAsNonRoot: true}}}}},
    ),
  ],
  'cors-by-filter': [
    routes({route: {cors: {}}}, {route: {}}),
    routes({}, {typed_per_filter_config: {'envoy.filters.http.cors': {}}}),
  ],
  'tcp-metadata-discovery': [
    listeners(
      {
        name: 'a',
        filter_chains: [{filters: [{name: 'istio.metadata_exchange', typed_config: {protocol: 'x'}}]}],
      },
      {
        name: 'a',
        filter_chains: [
          {filters: [{name: 'istio.metadata_exchange', typed_config: {type_url: 'MetadataExchange'}}]},
        ],
      },
    ),
  ],
  'outbound-listener-logs': [
    proxies(
      {listeners: {'0.0.0.0_80': {access_log: [{filter: {response_flag_filter: {flags: ['NR']}}}]}}},
      {listeners: {'0.0.0.0_80': {}}},
    ),
  ],
  'values-of-1.20': [
    settings('istio-sidecar-injector', {values: {global: {}}}, {values: {global: {ipFamilies: []}}}),
  ],
  definitions: [
    objects(
      'CustomResourceDefinition',
      'a.istio.io',
      {versions: {v1: {schema: 'schema a'}}},
      {versions: {v1: {schema: 'schema b'}}},
    ),
  ],
  'injection-templates': [
    settings(
      'istio-sidecar-injector',
      {config: {templates: {sidecar: 'text a'}}},
      {config: {templates: {sidecar: 'text b', waypoint: 'text c'}}},
    ),
  ],
  'stock-envoy-shims': [
    objects(
      'EnvoyFilter',
      'stock-envoy',
      {spec: {configPatches: [{applyTo: 'HTTP_FILTER'}]}},
      {spec: {configPatches: [{applyTo: 'NETWORK_FILTER'}]}},
    ),
    listeners(
      manager([
        {
          name: 'identity',
          typed_config: {type_url: 'envoy.extensions.filters.http.set_filter_state.v3.Config'},
        },
      ]),
      manager([]),
    ),
  ],
  'envoy-release': [
    proxies({server: {version: '1.25.9', workers: 2}}, {server: {version: '1.26.4', workers: 2}}),
  ],
};
