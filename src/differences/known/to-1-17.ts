import {known} from './known.js';
import {inObjects, inProxies, ofFilter, variable} from './signs.js';

/** What 1.17 does otherwise than 1.16. */
export const TO_1_17 = known([
  {
    name: 'rbac-updates-during-skew',
    in: ['1.17'],
    kind: 'behaviour',
    sense:
      'Policies are matched by an identity that a filter of 1.17 writes down, so an istiod of 1.17 has to write them the old way for proxies of 1.16; 1.17.0 and 1.17.1 did not send them at all.',
    consequence:
      'A policy that is changed while proxies of 1.16 hang from an istiod of 1.17 must still reach them; 1.17.2 and later send it.',
    source: 'Release notes of 1.17.2 and 1.18.0, istio issue 43785; pilot/pkg/networking/plugin/authz.',
    signs: [],
    scenarios: /authz/,
  },
  {
    name: 'identity-in-filter-state',
    in: ['1.17'],
    kind: 'configuration',
    sense:
      'The caller’s identity is taken from the connection by a network filter of Istio’s own, istio_authn, and rules compare what it has written instead of asking TLS again.',
    consequence:
      'EnvoyFilters that look for the HTTP filter istio_authn, or that stand before it, must be read again; with stock Envoy the lab writes the identity itself.',
    source: 'pilot/pkg/security/authz/model/principal.go and pilot/pkg/xds/filters of both releases.',
    signs: [
      ofFilter(/istio_authn|istio\.network\.authn|peer_principal/),
      inProxies({
        section: 'filters',
        path: /principals|policies/,
        before: /authenticated/,
        after: /filter_state/,
      }),
      inProxies({section: 'filters', path: /(authenticated|filter_state)$/}),
    ],
  },
  {
    name: 'grpc-statistics',
    in: ['1.17'],
    kind: 'configuration',
    sense:
      'Every HTTP connection has the filter that counts gRPC messages, not only ports that say they are gRPC.',
    consequence: 'More statistics for each proxy; nothing else.',
    source: 'Release notes of 1.18.0, istio issues 43908 and 44144; listener_builder.go of both releases.',
    signs: [ofFilter(/envoy\.filters\.http\.grpc_stats/)],
  },
  {
    name: 'regex-engine',
    in: ['1.17'],
    kind: 'configuration',
    sense: 'Regular expressions no longer name their engine, since Envoy has only one.',
    consequence: 'None.',
    source: 'pilot/pkg/networking/util/util.go of both releases, RegexEngine.',
    signs: [inProxies({path: /google_re2$/, after: 'nothing'})],
  },
  {
    name: 'direct-response-size',
    in: ['1.17', '1.18'],
    kind: 'configuration',
    sense:
      'Routes may answer by themselves with up to 1 MiB; sidecars have it from 1.17 on, gateways from 1.18 on.',
    consequence: 'None where no VirtualService has a directResponse of more than 4 KiB.',
    source: 'pilot/pkg/networking/core/v1alpha3/httproute.go and gateway.go of the releases.',
    signs: [inProxies({path: /max_direct_response_body_size_bytes$/, before: 'nothing'})],
  },
  {
    name: 'node-name',
    in: ['1.17'],
    kind: 'configuration',
    sense: 'Proxies tell istiod the node that they run on, for Services with an internal traffic policy.',
    consequence: 'A Service with internalTrafficPolicy Local is answered by its own node only.',
    source: 'Release notes of 1.17.0, istio issue 42377; injection-template.yaml.',
    signs: [
      variable('ISTIO_META_NODE_NAME', {before: 'nothing'}),
      inProxies({section: 'bootstrap', path: /^node\.metadata\.NODE_NAME$/, before: 'nothing'}),
    ],
  },
  {
    name: 'parent-shutdown',
    in: ['1.17'],
    kind: 'configuration',
    sense:
      'The time after which a replaced Envoy ends is no longer set, since Envoys are not replaced in place.',
    consequence: 'None.',
    source: 'pkg/config/mesh/mesh.go of both releases.',
    signs: [
      inProxies({section: 'bootstrap', path: /parentShutdownDuration$/, after: 'nothing'}),
      inObjects({kind: ['ConfigMap', 'Pod'], path: /parentShutdownDuration$/, after: 'nothing'}),
    ],
  },
  {
    name: 'proxy-security-context',
    in: ['1.17'],
    kind: 'configuration',
    sense:
      'The sidecar’s container no longer asks for a group of files and for a way to be started again, which no container can.',
    consequence: 'None: the API server dropped both.',
    source: 'injection-template.yaml of both releases.',
    signs: [inObjects({kind: 'Pod', path: /\.(securityContext\.fsGroup|restartPolicy)$/, after: 'nothing'})],
  },
  {
    name: 'thrift-gone',
    in: ['1.17'],
    kind: 'configuration',
    sense: 'The mesh’s settings for Thrift are gone.',
    consequence: 'None where nobody has set them.',
    source: 'pkg/config/mesh/mesh.go of both releases.',
    signs: [inObjects({kind: 'ConfigMap', path: /^mesh\.thriftConfig/, after: 'nothing'})],
  },
  {
    name: 'values-of-1.17',
    in: ['1.17'],
    kind: 'configuration',
    sense:
      'The profile demo offers one more provider of traces, SkyWalking, and the values a list of signers.',
    consequence: 'None as long as nobody asks for one of them.',
    source: 'manifests/profiles/demo.yaml and values.yaml of istio-discovery, of both releases.',
    signs: [
      inObjects({kind: 'ConfigMap', path: /^mesh\.extensionProviders\[skywalking\]$/, before: 'nothing'}),
      inObjects({
        kind: 'ConfigMap',
        path: /^values\.global\.certSigners$/,
        before: 'nothing',
        after: /^\[\]$/,
      }),
    ],
  },
  {
    name: 'account-rights',
    in: ['1.17'],
    kind: 'configuration',
    sense: 'istiod may make service accounts, which it does for Gateways of the Kubernetes Gateway API.',
    consequence: 'None.',
    source: 'istio-discovery/templates/clusterrole.yaml of 1.17.',
    signs: [
      inObjects({
        kind: 'ClusterRole',
        name: /^istiod-gateway-controller/,
        path: /^rules/,
        before: 'nothing',
        after: /serviceaccounts/,
      }),
    ],
  },
  {
    name: 'statistics-tags',
    in: ['1.17', '1.18'],
    kind: 'configuration',
    sense: 'The expressions by which Envoy takes labels out of the names of its statistics are written anew.',
    consequence: 'The label response_code of Envoy’s own statistics is told from other places of the name.',
    source: 'tools/packaging/common/envoy_bootstrap.json of the releases.',
    signs: [inProxies({section: 'bootstrap', path: /^stats_config\.stats_tags/})],
  },
  {
    name: 'kubernetes-gateway-names',
    in: ['1.17'],
    kind: 'behaviour',
    sense:
      'What Istio makes for a Gateway of the Kubernetes Gateway API is named by the gateway and its class, and has a service account of its own.',
    consequence:
      'Its Deployment, Service and identity have other names: policies by principal and addresses change.',
    source: 'Upgrade notes of 1.17.0.',
    signs: [
      inObjects({
        kind: ['Deployment', 'Service', 'ServiceAccount'],
        name: /-istio$/,
        path: /^$/,
        after: 'something',
      }),
    ],
  },
  {
    name: 'native-statistics',
    in: ['1.17'],
    kind: 'behaviour',
    envoyBound: true,
    sense: 'Metrics are counted by an extension in Envoy, and no longer by one in WebAssembly.',
    consequence: 'Custom dimensions that use WebAssembly’s attributes may say something else.',
    source: 'Release notes of 1.17.0, istio PR 41441.',
    signs: [
      ofFilter(/istio\.stats|stats_(in|out)bound/),
      inObjects({kind: 'EnvoyFilter', name: /^(tcp-)?stats-filter-/}),
    ],
  },
]);
