import {known} from './known.js';
import {inObjects, inProxies, ofFilter, variable} from './signs.js';

/** Filters that a person puts in by EnvoyFilter; Istio puts in none of them by itself. */
const OF_PERSONS = /\b(lua|tap|ratelimit|local_ratelimit|wasm|ext_proc|ext_authz|buffer|compressor)\b/;

/** What 1.19 does otherwise than 1.18. */
export const TO_1_19 = known([
  {
    name: 'envoyfilter-canonical-names',
    in: ['1.19'],
    kind: 'behaviour',
    sense:
      'An EnvoyFilter has to name filters as Envoy does now, and its own with the URL of their type in API v3; older words fit nothing or are an error.',
    consequence:
      'Filters for tapping, limits, Lua or WebAssembly are gone without a word where the old names stand.',
    source: 'Upgrade notes of 1.19.0; envoyfilter/listener_patch.go of both releases, nameMatches.',
    signs: [
      (seen) =>
        seen.section === 'filters' &&
        OF_PERSONS.test(`${seen.path} ${JSON.stringify(seen.before ?? '')}`) &&
        seen.after === undefined,
    ],
  },
  {
    name: 'gateway-names-at-proxy',
    in: ['1.19'],
    kind: 'behaviour',
    sense:
      'For ServiceEntries that are resolved by DNS, the host name of another network’s gateway is resolved by the proxy, and no longer by istiod.',
    consequence: 'Such endpoints have a name where they had an address; the proxies’ DNS has to know it.',
    source: 'Release notes of 1.19.0; pilot/pkg/xds/endpoint_builder.go of both releases, gateways().',
    signs: [
      inProxies({
        section: 'clusters',
        path: /load_assignment.*address$/,
        before: /^\d/,
        after: /^[a-z][\w.-]*[a-z]$/i,
      }),
    ],
  },
  {
    name: 'base-rights-moved',
    in: ['1.19'],
    kind: 'configuration',
    sense:
      'The rights and accounts of istiod that the base chart still made, beside those of istiod’s own chart, are gone.',
    consequence: 'None with istioctl; who installs by Helm and refers to the old names has to change them.',
    source: 'Upgrade notes of 1.19.0; manifests/charts/base/templates of both releases.',
    signs: [
      inObjects({
        kind: ['ClusterRole', 'ClusterRoleBinding'],
        name: /^istio(d|-reader)-istio-system$/,
        path: /^$/,
        after: 'nothing',
      }),
      inObjects({kind: ['Role', 'RoleBinding'], name: /^istiod-istio-system$/, path: /^$/, after: 'nothing'}),
      inObjects({kind: 'ServiceAccount', name: /^istiod-service-account$/, path: /^$/, after: 'nothing'}),
      // By revision they are there until the former control plane is removed, and then they are that one's alone.
      inObjects({
        kind: ['ClusterRole', 'ClusterRoleBinding', 'Role', 'RoleBinding', 'ServiceAccount'],
        name: /^(istio(d|-reader)-istio-system|istiod-service-account)$/,
        path: /^labels\.istio\.io\/rev$/,
        after: /^<leaving>$/,
      }),
    ],
  },
  {
    name: 'removed-settings',
    in: ['1.19'],
    kind: 'configuration',
    sense: 'Many settings of istiod are gone, those of protocol sniffing among them, which stays on.',
    consequence: 'Who has turned one of them off gets its usual behaviour back without a word.',
    source:
      'Release notes of 1.19.0; istio-discovery/templates/deployment.yaml and pilot/pkg/features/pilot.go.',
    signs: [
      variable('PILOT_ENABLE_PROTOCOL_SNIFFING_FOR_(IN|OUT)BOUND', {after: 'nothing'}),
      variable('ENABLE_LEGACY_FSGROUP_INJECTION', {after: 'nothing'}),
      variable('PLATFORM', {before: 'nothing'}),
    ],
  },
  {
    name: 'listener-filters-timeout',
    in: ['1.19'],
    kind: 'configuration',
    sense:
      'Every listener goes on when it could not make out a protocol in time, and those that do not look say that they do not wait.',
    consequence: 'None: what could not be made out is passed on as bytes, as before.',
    source: 'pilot/pkg/networking/core/v1alpha3/listener.go of both releases.',
    signs: [
      inProxies({
        section: 'listeners',
        path: /^(continue_on_listener_filters_timeout|listener_filters_timeout)$/,
      }),
    ],
  },
  {
    name: 'alpn-of-rules',
    in: ['1.19'],
    kind: 'behaviour',
    envoyBound: true,
    sense: 'Where a rule asks for plain TLS, Istio’s filter leaves the protocols of the handshake alone.',
    consequence:
      'Servers outside the mesh are no longer offered Istio’s own protocols; the filter is Istio’s.',
    source: 'Release notes of 1.19.0, istio issue 40680; AddALPNOverrideToMetadata.',
    signs: [inProxies({section: 'clusters', path: /alpn_override$/, before: 'nothing'})],
  },
  {
    name: 'peer-metadata',
    in: ['1.19'],
    kind: 'configuration',
    envoyBound: true,
    sense: 'Proxies tell each other who they are by a filter of Istio’s own instead of one in WebAssembly.',
    consequence: 'EnvoyFilters that stand before or after it must be read again.',
    source: 'Release notes of 1.19.0; pilot/pkg/xds/filters/filters.go, NATIVE_METADATA_EXCHANGE.',
    signs: [ofFilter(/metadata_exchange|peer_metadata/)],
  },
  {
    name: 'runtime-flags',
    in: ['1.19'],
    kind: 'configuration',
    sense:
      'Envoy’s runtime flags are given as yes and no instead of as texts, and one that every Envoy has as usual is left out.',
    consequence: 'None.',
    source: 'pkg/bootstrap/config.go of both releases, extractRuntimeFlags.',
    signs: [inProxies({section: 'bootstrap', path: /^layered_runtime/, before: /true|false/})],
  },
  {
    name: 'reader-rights',
    in: ['1.19'],
    kind: 'configuration',
    sense: 'The account by which other clusters read this one may read Kubernetes gateways.',
    consequence: 'None.',
    source: 'istio-discovery/templates/reader-clusterrole.yaml of 1.19.',
    signs: [
      inObjects({
        kind: 'ClusterRole',
        name: /^istio-reader/,
        path: /^rules/,
        before: 'nothing',
        after: /gateway\.networking\.k8s\.io/,
      }),
    ],
  },
  {
    name: 'values-of-1.19',
    in: ['1.19'],
    kind: 'configuration',
    sense:
      'The injector’s values have settings of its own for being asked again, for the CNI plugin and for the platform.',
    consequence: 'None: they are what was usual before.',
    source: 'istio-discovery/values.yaml of both releases.',
    signs: [
      inObjects({
        kind: 'ConfigMap',
        path: /^values\.(istio_cni|sidecarInjectorWebhook\.reinvocationPolicy|global\.platform)/,
        before: 'nothing',
      }),
    ],
  },
]);
