import {ofOtherCluster} from './places.js';
import {known} from './known.js';
import {inObjects, inProxies, ofFilter, textOf, variable} from './signs.js';

/** What 1.20 does otherwise than 1.19, by what works otherwise; `to-1-20-written.ts` has what is only written otherwise. */
export const TO_1_20 = known([
  {
    name: 'max-ejection-percent',
    in: ['1.20'],
    kind: 'behaviour',
    envoyBound: true,
    sense:
      'Envoy 1.28 keeps to maxEjectionPercent, which is 10 unless a rule says more, so that of two hosts none is taken out.',
    consequence: 'Failover between two clusters is dead until the rule says maxEjectionPercent: 100.',
    source:
      'Envoy PR 27909, not in Istio’s notes; seen with newer Envoys, see docs/findings/ejection-never.md.',
    signs: [],
    scenarios: /failover|failback|locality/,
  },
  {
    name: 'filter-order',
    in: ['1.20'],
    kind: 'behaviour',
    sense:
      'Filters stand in one order everywhere: metadata first, then custom policies, identity, policies, statistics.',
    consequence: 'EnvoyFilters that put something before or after one of them put it elsewhere.',
    source: 'Upgrade notes of 1.20.0; networkfilter.go of both releases, buildCompleteNetworkFilters.',
    signs: [inProxies({section: 'filters', path: /\(order\)$/})],
  },
  {
    name: 'startup-probe',
    in: ['1.20'],
    kind: 'behaviour',
    sense:
      'Sidecars have a startup probe, after ten minutes of which the pod is killed, and are asked every 15 s instead of every 2 s whether they are ready.',
    consequence:
      'Pods are ready about a second sooner, and an endpoint that fails is taken out up to a minute later.',
    source: 'Upgrade notes of 1.20.0, istio issue 32569; injection-template.yaml and profiles/default.yaml.',
    signs: [
      inObjects({kind: 'Pod', path: /^(initContainers|containers)\[istio-proxy\]\.(startup|readiness)Probe/}),
      inObjects({kind: 'ConfigMap', path: /^values\.global\.proxy\.(startupProbe|readiness\w+)/}),
    ],
  },
  {
    name: 'tls-modes-across-networks',
    in: ['1.20'],
    kind: 'behaviour',
    sense:
      'Where a rule asks for another TLS than Istio’s, endpoints of other networks are left out instead of being sent calls that their gateway cannot read.',
    consequence: 'Calls that ended nowhere stay in the own network.',
    source: 'Release notes of 1.20.0, istio issue 46555; pilot/pkg/xds/endpoints/mtls_checker.go.',
    signs: [
      (seen) =>
        seen.section === 'endpoints' && seen.ownTls === true && /tlsMode|:15443/.test(textOf(seen.before)),
    ],
  },
  {
    name: 'remote-gateways-alone',
    in: ['1.20'],
    kind: 'behaviour',
    sense: 'Gateways of other networks are used even where the own network has none.',
    consequence:
      'Endpoints of other clusters are reached by their gateway where pods’ own addresses were tried.',
    source: 'Release notes of 1.20.0, istio issue 46435.',
    signs: [
      (seen) =>
        seen.section === 'endpoints' &&
        ofOtherCluster(seen, seen.before) &&
        !ofOtherCluster(seen, seen.after),
    ],
  },
  {
    name: 'secrets-of-every-namespace',
    in: ['1.20'],
    kind: 'behaviour',
    sense: 'istiod reads remote secrets of its own namespace only, as it always should have.',
    consequence: 'A cluster that was read by a secret in another namespace is read no more.',
    source:
      'Release notes of 1.20.0, istio issue 47433; pkg/kube/multicluster/secretcontroller.go of both releases.',
    signs: [],
    scenarios: /remote-secret|discovery/,
  },
  {
    name: 'failover-with-priority',
    in: ['1.20'],
    kind: 'behaviour',
    sense:
      'A rule’s failover and failoverPriority work together, and localities count for pods without a Service as well.',
    consequence: 'Priorities of endpoints differ, and with them which cluster comes second.',
    source: 'Release notes of 1.20.0; loadbalancer.go of both releases.',
    signs: [inProxies({section: 'endpoints', path: /priority$/})],
  },
  {
    name: 'install-stops',
    in: ['1.20'],
    kind: 'behaviour',
    sense: 'An installation ends with the first object that cannot be applied; before, it went on.',
    consequence: 'Scripts that lived with a failure end.',
    source: 'Release notes of 1.20.0, istio issue 43312.',
    signs: [],
  },
  {
    name: 'tag-command',
    in: ['1.20'],
    kind: 'behaviour',
    sense: 'istioctl x revision tag is gone; it is istioctl tag.',
    consequence: 'Scripts that move revision tags need the new word.',
    source: 'Release notes of 1.20.0, istioctl.',
    signs: [],
  },
  {
    name: 'network-authn-gone',
    in: ['1.20'],
    kind: 'configuration',
    sense:
      'The network filter istio_authn is gone, since TLS itself tells the caller’s identity to whoever compares it.',
    consequence: 'EnvoyFilters that remove it or stand beside it find nothing.',
    source: 'pilot/pkg/xds/filters/filters.go of both releases.',
    signs: [ofFilter(/istio_authn|istio\.network\.authn/)],
  },
  {
    name: 'istiod-user',
    in: ['1.20'],
    kind: 'configuration',
    sense:
      'istiod and the gateways no longer name the group of their files, nor istiod its user and address.',
    consequence: 'Simpler on OpenShift; none elsewhere.',
    source: 'Release notes of 1.20.0; the templates of istiod and of gateways.',
    signs: [
      inObjects({kind: 'Deployment', path: /\.spec\.securityContext\.fsGroup$/, after: 'nothing'}),
      inObjects({
        kind: 'Deployment',
        name: /^istiod$/,
        path: /securityContext\.(runAsUser|runAsGroup)$/,
        after: 'nothing',
      }),
      variable('ISTIOD_ADDR', {after: 'nothing'}),
    ],
  },
]);
