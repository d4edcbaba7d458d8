import {known} from './known.js';
import {inObjects, inProxies, ofFilter} from './signs.js';

/** What 1.20 writes otherwise than 1.19, and what works the same. */
export const TO_1_20_WRITTEN = known([
  {
    name: 'cors-by-filter',
    in: ['1.20'],
    kind: 'configuration',
    sense:
      'What a VirtualService says of CORS stands in the configuration of the filter, and no longer in the route itself.',
    consequence: 'EnvoyFilters that patch a route’s cors patch nothing.',
    source: 'pilot/pkg/networking/core/v1alpha3/route/route.go of both releases.',
    signs: [
      inProxies({path: /\.cors$/, after: 'nothing'}),
      inProxies({
        path: /typed_per_filter_config(\.envoy\.filters\.http\.cors)?$/,
        before: 'nothing',
        after: /cors/,
      }),
    ],
  },
  {
    name: 'tcp-metadata-discovery',
    in: ['1.20'],
    kind: 'configuration',
    envoyBound: true,
    sense: 'The filter that tells TCP connections whose they are may ask istiod as well.',
    consequence: 'None unless it is turned on.',
    source: 'Release notes of 1.20.0; pilot/pkg/xds/filters/filters.go of both releases.',
    signs: [ofFilter(/metadata_exchange|MetadataExchange/)],
  },
  {
    name: 'outbound-listener-logs',
    in: ['1.20'],
    kind: 'configuration',
    sense:
      'A sidecar’s listeners for calls that go out have no access log of their own any more, for connections that none of their chains takes.',
    consequence: 'None: each of them has a chain that takes what no other does.',
    source:
      'pilot/pkg/networking/core/v1alpha3/listener.go: setListenerAccessLog is called by buildListener in 1.19, by buildGatewayListener only in 1.20.',
    signs: [
      inProxies({
        section: 'listeners',
        of: 'sidecar',
        resource: /_\d+$/,
        path: /^access_log$/,
        before: /"NR"/,
        after: 'nothing',
      }),
    ],
  },
  {
    name: 'values-of-1.20',
    in: ['1.20'],
    kind: 'configuration',
    sense: 'The injector’s values have the families of istiod’s addresses.',
    consequence: 'None: they are empty.',
    source: 'base/values.yaml and istio-discovery/values.yaml of 1.20.',
    signs: [
      inObjects({kind: 'ConfigMap', path: /^values\.global\.ipFamil(ies|yPolicy)$/, before: 'nothing'}),
      inProxies({section: 'bootstrap', path: /^node\.metadata\.METADATA_DISCOVERY$/, before: 'nothing'}),
    ],
  },
]);
