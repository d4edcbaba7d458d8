import type {Fields} from '../../src/base/json.js';
import {
  proxies,
  objects,
  manager,
  listeners,
  routes,
  clusters,
  endpoints,
  started,
  metadata,
  istiodEnv,
  pod,
  settings,
  rules,
  PODS,
  REMOTE,
  LOCAL,
  type Sample,
} from './samples.js';

/** What the changes up to 1.18 look like, as the sources of both releases have them. */
export const TO_1_18_SAMPLES: Readonly<Record<string, readonly Sample[]>> = {
  'identity-in-filter-state': [
    listeners(
      manager([
        {
          name: 'envoy.filters.http.rbac',
          typed_config: {
            rules: {policies: {p: {principals: [{authenticated: {principal_name: {exact: 'x'}}}]}}},
          },
        },
      ]),
      manager([
        {
          name: 'envoy.filters.http.rbac',
          typed_config: {
            rules: {
              policies: {
                p: {
                  principals: [{filter_state: {key: 'io.istio.peer_principal', string_match: {exact: 'x'}}}],
                },
              },
            },
          },
        },
      ]),
    ),
    listeners(manager([]), {
      ...manager([]),
      filter_chains: [
        {
          filters: [
            {name: 'istio_authn'},
            ...((manager([])['filter_chains'] as {filters: Fields[]}[])[0]?.filters ?? []),
          ],
        },
      ],
    }),
  ],
  'grpc-statistics': [listeners(manager([]), manager([{name: 'envoy.filters.http.grpc_stats'}]))],
  'regex-engine': [
    routes({match: {safe_regex: {google_re2: {}, regex: 'a'}}}, {match: {safe_regex: {regex: 'a'}}}),
  ],
  'direct-response-size': [
    proxies(
      {routes: {'80': {name: '80'}}},
      {routes: {'80': {name: '80', max_direct_response_body_size_bytes: 1_048_576}}},
    ),
  ],
  'node-name': [
    metadata({}, {NODE_NAME: 'west-control-plane'}),
    pod({env: []}, {env: [{name: 'ISTIO_META_NODE_NAME', valueFrom: {}}]}),
  ],
  'parent-shutdown': [metadata({PROXY_CONFIG: {parentShutdownDuration: '60s'}}, {PROXY_CONFIG: {}})],
  'proxy-security-context': [
    pod({securityContext: {fsGroup: 1337, runAsUser: 1337}}, {securityContext: {runAsUser: 1337}}),
  ],
  'thrift-gone': [settings('istio', {mesh: {thriftConfig: {}}}, {mesh: {}})],
  'values-of-1.17': [
    settings(
      'istio',
      {mesh: {extensionProviders: [{name: 'otel'}]}},
      {mesh: {extensionProviders: [{name: 'otel'}, {name: 'skywalking'}]}},
    ),
    settings('istio-sidecar-injector', {values: {global: {}}}, {values: {global: {certSigners: []}}}),
  ],
  'statistics-tags': [
    started(
      {stats_config: {stats_tags: [{tag_name: 'response_code', regex: 'a'}]}},
      {stats_config: {stats_tags: [{tag_name: 'response_code', regex: 'b'}]}},
    ),
  ],
  'kubernetes-gateway-names': [objects('Service', 'shop-istio', undefined, {spec: {}})],
  'native-statistics': [objects('EnvoyFilter', 'stats-filter-1.17', {spec: {a: 1}}, {spec: {a: 2}})],
  'account-rights': [
    rules(
      'ClusterRole',
      'istiod-gateway-controller-istio-system',
      [PODS],
      [PODS, {apiGroups: [''], resources: ['serviceaccounts'], verbs: ['get']}],
    ),
  ],
  'proxy-concurrency': [
    pod({args: ['proxy', 'sidecar', '--concurrency', '2']}, {args: ['proxy', 'sidecar']}),
    pod({env: []}, {env: [{name: 'ISTIO_CPU_LIMIT', valueFrom: {}}]}),
    metadata({PROXY_CONFIG: {concurrency: 2}}, {PROXY_CONFIG: {}}),
    proxies({server: {version: '1.36.2', workers: 4}}, {server: {version: '1.36.2', workers: 2}}),
  ],
  'auto-reload-plugin-certs': [istiodEnv([{name: 'AUTO_RELOAD_PLUGIN_CERTS', value: 'true'}], [])],
  'telemetry-providers': [
    settings('istio', {mesh: {}}, {mesh: {defaultProviders: {metrics: ['prometheus']}}}),
  ],
  'gateway-revision-label': [
    objects(
      'Deployment',
      'istio-ingressgateway',
      {spec: {template: {metadata: {annotations: {}}}}},
      {spec: {template: {metadata: {annotations: {'istio.io/rev': 'default'}}}}},
    ),
    metadata({LABELS: {'istio.io/rev': 'default'}}, {LABELS: {}}),
  ],
  'mesh-certificates-gone': [settings('istio', {mesh: {certificates: [{secretName: 'a'}]}}, {mesh: {}})],
  'kubernetes-gateway-rollout': [
    objects(
      'Deployment',
      'shop-istio',
      {labels: {}},
      {labels: {'gateway.istio.io/managed': 'istio.io-gateway-controller'}},
    ),
  ],
  'gateway-host-names': [endpoints([REMOTE], [{...REMOTE, address: 'gateway.east.example:15443'}])],
  'duplicate-authn-filter': [
    listeners(
      {name: 'a', filter_chains: [{filters: [{name: 'istio_authn'}, {name: 'istio_authn'}]}]},
      {name: 'a', filter_chains: [{filters: [{name: 'istio_authn'}]}]},
    ),
  ],
  'redirect-ports': [routes({redirect: {port_redirect: 80}}, {redirect: {}})],
  'default-original-port': [
    clusters(
      {metadata: {filter_metadata: {istio: {default_original_port: 80}}}},
      {metadata: {filter_metadata: {istio: {}}}},
    ),
  ],
  'canonical-revision': [
    endpoints(
      [{...LOCAL, metadata: {istio: {workload: 'a;b;a;latest;west-cluster'}}}],
      [{...LOCAL, metadata: {istio: {workload: 'a;b;a;;west-cluster'}}}],
    ),
  ],
  'weights-without-total': [
    routes(
      {route: {weighted_clusters: {clusters: [], total_weight: 100}}},
      {route: {weighted_clusters: {clusters: []}}},
    ),
  ],
  'header-append-action': [
    routes(
      {request_headers_to_add: [{header: {key: 'a'}, append: false}]},
      {request_headers_to_add: [{header: {key: 'a'}, append_action: 'OVERWRITE_IF_EXISTS_OR_ADD'}]},
    ),
  ],
  'bootstrap-extensions': [
    started(
      {bootstrap_extensions: [{name: 'envoy.bootstrap.internal_listener', typed_config: {}}]},
      {
        bootstrap_extensions: [
          {name: 'envoy.bootstrap.internal_listener', typed_config: {value: {buffer_size_kb: 64}}},
        ],
      },
    ),
  ],
  'memory-limits-of-go': [
    istiodEnv([], [{name: 'GOMEMLIMIT', valueFrom: {}}]),
    pod({env: []}, {env: [{name: 'GOMAXPROCS', valueFrom: {}}]}),
  ],
  'ambient-annotation': [
    objects(
      'Deployment',
      'istiod',
      {spec: {template: {metadata: {annotations: {}}}}},
      {spec: {template: {metadata: {annotations: {'ambient.istio.io/redirection': 'disabled'}}}}},
    ),
  ],
  'signing-rights': [
    rules(
      'ClusterRole',
      'istiod-clusterrole-istio-system',
      [PODS, {apiGroups: ['certificates.k8s.io'], resources: ['signers'], verbs: ['approve']}],
      [PODS],
    ),
  ],
  'gateway-leases': [
    rules(
      'Role',
      'istiod',
      [PODS],
      [PODS, {apiGroups: ['coordination.k8s.io'], resources: ['leases'], verbs: ['get']}],
    ),
  ],
  'values-of-1.18': [
    settings('istio-sidecar-injector', {values: {global: {useMCP: false}}}, {values: {global: {}}}),
    settings(
      'istio',
      {mesh: {extensionProviders: [{name: 'otel'}]}},
      {mesh: {extensionProviders: [{name: 'otel'}, {name: 'otel-tracing'}]}},
    ),
  ],
};
