import {known, MINORS} from './known.js';
import {inObjects, inProxies, ofFilter, variable} from './signs.js';

/** What comes with every minor release, whatever else it brings. */
export const EVERY_HOP = known([
  {
    name: 'definitions',
    in: ['1.17', '1.19', '1.20'],
    kind: 'configuration',
    sense:
      'The definitions of Istio’s own objects know more fields, and from 1.20 on refuse more values by themselves.',
    consequence: 'An older istiod beside them ignores fields that it does not know.',
    source: 'manifests/charts/base/crds/crd-all.gen.yaml of the releases; 1.18 has that of 1.17.',
    signs: [inObjects({kind: 'CustomResourceDefinition', path: /^(|versions\..*)$/, after: 'something'})],
  },
  {
    name: 'injection-templates',
    in: MINORS,
    kind: 'configuration',
    sense: 'What the injector puts into pods is written anew by each release.',
    consequence: 'None by itself: what it puts into a pod is compared in the pod.',
    source: 'istio-discovery/files of the releases.',
    signs: [
      inObjects({
        kind: 'ConfigMap',
        path: /^config\.templates\.(sidecar|gateway|grpc-agent|grpc-simple)$/,
        before: 'something',
        after: 'something',
      }),
      inObjects({
        kind: 'ConfigMap',
        path: /^config\.templates\.(kube-gateway|waypoint)$/,
        after: 'something',
      }),
    ],
  },
  {
    name: 'stock-envoy-shims',
    in: MINORS,
    kind: 'configuration',
    sense:
      'What the lab installs so that stock Envoy can stand in for Istio’s build differs from release to release.',
    consequence: 'None in a mesh of Istio’s own proxies, which has none of it.',
    source: 'src/mesh/stock-envoy/ of this project.',
    signs: [
      inObjects({kind: 'EnvoyFilter', name: /^stock-envoy/}),
      ofFilter(/set_filter_state|peer_principal/),
      variable('PILOT_ENABLE_(METADATA_EXCHANGE|ALPN_FILTER)', {}),
    ],
  },
  {
    name: 'envoy-release',
    in: MINORS,
    kind: 'configuration',
    sense: 'Istio’s proxy is another minor release of Envoy.',
    consequence:
      'What is bound to Envoy comes with it: see the rules that are not observable with stock Envoy.',
    source: 'The table of supported releases of Istio.',
    signs: [inProxies({section: 'server', path: /^version$/})],
  },
]);
