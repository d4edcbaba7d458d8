import {known} from './known.js';
import {inObjects, inProxies, textOf, variable} from './signs.js';

/** What 1.18 writes otherwise than 1.17, and what works the same. */
export const TO_1_18_WRITTEN = known([
  {
    name: 'default-original-port',
    in: ['1.18'],
    kind: 'configuration',
    sense: 'Clusters of Envoy no longer carry the port of their service as a note for tunnels.',
    consequence: 'None.',
    source: 'pilot/pkg/networking/core/v1alpha3/cluster.go of 1.17, addNetworkingMetadata.',
    signs: [inProxies({section: 'clusters', path: /default_original_port$/, after: 'nothing'})],
  },
  {
    name: 'canonical-revision',
    in: ['1.18'],
    kind: 'configuration',
    crosses: true,
    sense:
      'The note by which metrics name an endpoint has no canonical revision where it is latest, and always a canonical name.',
    consequence: 'None beyond labels of metrics.',
    source: 'pilot/pkg/networking/util/util.go of both releases, AppendLbEndpointMetadata.',
    signs: [(seen) => /istio\.workload$/.test(seen.path) && sameWorkload(seen.before, seen.after)],
  },
  {
    name: 'weights-without-total',
    in: ['1.18'],
    kind: 'configuration',
    sense: 'Weighted routes no longer say the sum of their weights.',
    consequence: 'None.',
    source: 'pilot/pkg/networking/core/v1alpha3/route/route.go of both releases.',
    signs: [inProxies({path: /weighted_clusters\.total_weight$/, after: 'nothing'})],
  },
  {
    name: 'header-append-action',
    in: ['1.18'],
    kind: 'configuration',
    sense: 'Whether a header is added or overwritten is said by an action instead of by yes or no.',
    consequence: 'None.',
    source: 'pilot/pkg/networking/core/v1alpha3/route/route.go of both releases.',
    signs: [inProxies({path: /headers_to_add(\[[^\]]*\])?\.(append|append_action)$/})],
  },
  {
    name: 'bootstrap-extensions',
    in: ['1.18'],
    kind: 'configuration',
    sense: 'Envoy is started with a larger buffer for the listeners inside it.',
    consequence: 'None without ambient mode.',
    source: 'tools/packaging/common/envoy_bootstrap.json of both releases.',
    signs: [inProxies({section: 'bootstrap', path: /^bootstrap_extensions/})],
  },
  {
    name: 'memory-limits-of-go',
    in: ['1.18', '1.19'],
    kind: 'configuration',
    sense:
      'istiod, and from 1.19 on the agents as well, are told their limits of memory and processors by GOMEMLIMIT and GOMAXPROCS.',
    consequence: 'They keep within their limits by themselves.',
    source: 'Release notes of 1.18.0 and 1.19.0, istio issue 40676; the templates of both releases.',
    signs: [variable('(GOMEMLIMIT|GOMAXPROCS)', {before: 'nothing'})],
  },
  {
    name: 'ambient-annotation',
    in: ['1.18'],
    kind: 'configuration',
    sense: 'istiod’s pods say that ambient mode leaves them alone.',
    consequence: 'None.',
    source: 'istio-discovery/templates/deployment.yaml of 1.18.',
    signs: [inObjects({kind: 'Deployment', name: /^istiod$/, path: /ambient\.istio\.io\/redirection$/})],
  },
  {
    name: 'signing-rights',
    in: ['1.18'],
    kind: 'configuration',
    sense: 'istiod has rights on requests for certificates only where an external CA is in use.',
    consequence: 'None with Istio’s own CA.',
    source: 'Release notes of 1.18.0; istio-discovery/templates/clusterrole.yaml.',
    signs: [
      inObjects({
        kind: 'ClusterRole',
        name: /^istiod-clusterrole/,
        path: /^rules/,
        before: /certificates\.k8s\.io/,
        after: 'nothing',
      }),
    ],
  },
  {
    name: 'gateway-leases',
    in: ['1.18'],
    kind: 'configuration',
    sense: 'istiod may hold leases, by which one of several makes the Deployments of Kubernetes gateways.',
    consequence: 'None.',
    source: 'istio-discovery/templates/role.yaml of 1.18.',
    signs: [inObjects({kind: 'Role', name: /^istiod/, path: /^rules/, before: 'nothing', after: /leases/})],
  },
  {
    name: 'values-of-1.18',
    in: ['1.18'],
    kind: 'configuration',
    sense:
      'The chart’s values of tracers, of the init container’s resources and of MCP are no longer filled in.',
    consequence: 'None: the injector has its own.',
    source: 'istio-discovery/values.yaml and profiles/default.yaml of both releases.',
    signs: [
      inObjects({
        kind: 'ConfigMap',
        path: /^values\.global\.(tracer|useMCP|proxy\.holdApplicationUntilProxyStarts|proxy_init\.resources)/,
        after: 'nothing',
      }),
      inObjects({kind: 'ConfigMap', path: /^mesh\.extensionProviders\[otel-tracing\]/, before: 'nothing'}),
    ],
  },
]);

/** `name;namespace;canonical name;canonical revision;cluster`: the same but for what is canonical. */
function sameWorkload(before: unknown, after: unknown): boolean {
  const [one, other] = [before, after].map((side) => textOf(side).split(';'));
  return one?.length === 5 && [0, 1, 4].every((place) => one[place] === other?.[place]);
}
