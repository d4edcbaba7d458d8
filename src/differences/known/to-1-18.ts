import {known} from './known.js';
import {inObjects, inProxies, ofFilter, variable} from './signs.js';

/** What 1.18 does otherwise than 1.17, by what works otherwise; `to-1-18-written.ts` has what is only written otherwise. */
export const TO_1_18 = known([
  {
    name: 'proxy-concurrency',
    in: ['1.18'],
    kind: 'behaviour',
    sense:
      'The number of a proxy’s worker threads comes from its CPU limit unless somebody sets it, for gateways as well, which took all cores so far.',
    consequence: 'Throughput and latency of gateways and sidecars move with the CPU limit.',
    source: 'Upgrade notes of 1.18.0; pilot/cmd/pilot-agent/config/config.go of both releases.',
    signs: [
      variable('ISTIO_CPU_LIMIT', {before: 'nothing'}),
      inObjects({kind: 'Pod', path: /^containers\[istio-proxy\]\.args\[\]$/, before: /^--concurrency/}),
      inProxies({section: 'bootstrap', path: /PROXY_CONFIG\.concurrency$/}),
      inProxies({section: 'server', path: /^workers$/}),
    ],
  },
  {
    name: 'auto-reload-plugin-certs',
    in: ['1.18'],
    kind: 'behaviour',
    sense:
      'istiod reads a renewed intermediate CA from the Secret cacerts by itself; before, it had to be started again.',
    consequence:
      'A rotation of the intermediate takes effect at once in clusters of 1.18, and after a restart in those of 1.17.',
    source:
      'Release notes of 1.18.0, istio issue 43104; pilot/pkg/features/pilot.go, AUTO_RELOAD_PLUGIN_CERTS.',
    signs: [variable('AUTO_RELOAD_PLUGIN_CERTS', {})],
    scenarios: /intermediate-ca/,
  },
  {
    name: 'telemetry-providers',
    in: ['1.18'],
    kind: 'behaviour',
    sense:
      'Metrics are asked for by a default provider in the mesh’s settings, and no longer by EnvoyFilters that are installed.',
    consequence: 'Whoever has patched the EnvoyFilters of telemetry patches nothing any more.',
    source: 'Release notes of 1.18.0; istio-discovery/templates/configmap.yaml and telemetryv2_1.18.yaml.',
    signs: [
      inObjects({kind: 'ConfigMap', path: /^mesh\.defaultProviders/, before: 'nothing'}),
      inObjects({kind: 'EnvoyFilter', name: /^(tcp-)?(stats-filter|metadata-exchange)-/}),
    ],
  },
  {
    name: 'gateway-revision-label',
    in: ['1.18'],
    kind: 'configuration',
    sense:
      'Injected gateways no longer get the label istio.io/rev, and pods have their revision in an annotation.',
    consequence: 'Selectors by that label find no gateway that was injected.',
    source: 'Release notes of 1.18.0, istio issue 33237; the templates of gateways and sidecars.',
    signs: [
      inObjects({kind: ['Deployment', 'Pod'], path: /annotations\.istio\.io\/rev$/}),
      inObjects({kind: 'Pod', path: /^labels\.istio\.io\/rev$/, after: 'nothing'}),
      inProxies({section: 'bootstrap', path: /^node\.metadata\.(LABELS|ANNOTATIONS)\.istio\.io\/rev$/}),
    ],
  },
  {
    name: 'server-side-apply',
    in: ['1.18'],
    kind: 'behaviour',
    sense: 'istioctl applies by the server, which refuses fields that somebody else owns.',
    consequence: 'An installation over objects that were changed by hand may end in a conflict.',
    source: 'Release notes of 1.18.0, istioctl.',
    signs: [],
  },
  {
    name: 'empty-header-prefix',
    in: ['1.18'],
    kind: 'behaviour',
    sense: 'A VirtualService that compares a header with an empty prefix is refused.',
    consequence: 'Old files may no longer be applied; what is installed stays.',
    source: 'Release notes of 1.18.0, istio issue 44424.',
    signs: [],
  },
  {
    name: 'mesh-certificates-gone',
    in: ['1.18'],
    kind: 'behaviour',
    sense: 'The mesh’s settings no longer have certificates, by which Kubernetes signed some of istiod’s.',
    consequence: 'Who still asks for them gets none.',
    source: 'Release notes of 1.18.0, istio issue 36231.',
    signs: [inObjects({kind: 'ConfigMap', path: /^mesh\.certificates/, after: 'nothing'})],
  },
  {
    name: 'kubernetes-gateway-rollout',
    in: ['1.18'],
    kind: 'behaviour',
    sense:
      'What is made for a Gateway of the Kubernetes Gateway API is written out whole, and its pods are replaced as soon as the revision changes.',
    consequence:
      'Such a gateway rolls while istiod is changed; the control plane must be 1.16.5 or 1.17.3 before.',
    source: 'Upgrade notes of 1.18.0; files/kube-gateway.yaml.',
    signs: [
      inObjects({
        kind: ['Deployment', 'Service'],
        path: /gateway\.(istio\.io\/managed|networking\.k8s\.io\/gateway-name)$/,
        before: 'nothing',
      }),
    ],
  },
  {
    name: 'gateway-host-names',
    in: ['1.18'],
    kind: 'behaviour',
    sense:
      'The host name of another network’s gateway is resolved again after a failure, and gives the right addresses.',
    consequence: 'Clusters behind a gateway with a DNS name are reached where they were not.',
    source: 'Release notes of 1.18.0, istio issue 44155.',
    signs: [inProxies({section: 'endpoints', path: /address/, after: /[a-z][\w-]*\.[a-z]{2,}:/})],
  },
  {
    name: 'duplicate-authn-filter',
    in: ['1.18'],
    kind: 'behaviour',
    envoyBound: true,
    sense: 'Gateways do not get the network filter istio_authn twice, which crashed them.',
    consequence: 'A crash is gone; it needs Istio’s own filter to be seen.',
    source: 'Release notes of 1.18.0, istio issue 44385.',
    signs: [ofFilter(/istio_authn 2/)],
  },
  {
    name: 'redirect-ports',
    in: ['1.18'],
    kind: 'behaviour',
    sense: 'A redirect to the usual port of its scheme leaves the port out.',
    consequence: 'The header Location of redirects changes.',
    source: 'pilot/pkg/networking/core/v1alpha3/route/route.go of both releases, ApplyRedirect.',
    signs: [inProxies({path: /redirect\.port_redirect$/, after: 'nothing'})],
  },
]);
