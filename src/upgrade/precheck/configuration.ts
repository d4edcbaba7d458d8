import {at, fieldsAt, itemsAt, mappingsIn, stringAt} from '../../base/json.js';
import type {KubeObject} from '../../drivers/kube/kube.js';
import {goesUpTo} from '../versions.js';
import type {ClusterCheck} from './row.js';

function nameOf({kind, metadata: {namespace = '', name}}: KubeObject): string {
  return `${kind} ${namespace}/${name}`;
}

/** Headers that a route matches by an empty prefix, with the route's matches. */
function emptyPrefixes(route: KubeObject): readonly string[] {
  return itemsAt(route, 'spec', 'http').flatMap((http) =>
    itemsAt(http, 'match').flatMap((match) =>
      ['headers', 'withoutHeaders'].flatMap((field) =>
        Object.entries(fieldsAt(match, field)).flatMap(([header, wanted]) =>
          at(wanted, 'prefix') === '' ? [header] : [],
        ),
      ),
    ),
  );
}

/** The policies of a rule: its own, those of its ports and of its subsets. */
function policiesOf(rule: KubeObject): readonly unknown[] {
  const own = [
    at(rule, 'spec', 'trafficPolicy'),
    ...itemsAt(rule, 'spec', 'subsets').map((one) => at(one, 'trafficPolicy')),
  ];
  return own.flatMap((policy) => [policy, ...itemsAt(policy, 'portLevelSettings')]);
}

function isOfCluster(host: string): boolean {
  return !host.includes('.') || host.endsWith('.local') || host.endsWith('.svc');
}

/** What people have written for Istio, and a version takes otherwise. */
export const CONFIGURATION_CHECKS: readonly ClusterCheck[] = [
  {
    code: 'UPGRADE-EMPTY-PREFIX',
    what: 'no VirtualService matches a header by an empty prefix',
    level: 'fault',
    applies: (range) => goesUpTo(18, range),
    find: ({virtualServices}) =>
      virtualServices.flatMap((route) =>
        emptyPrefixes(route).map(
          (header) => `${nameOf(route)} matches ${header} by the prefix "", which is refused`,
        ),
      ),
    remedy: () => 'to match whoever has the header, write an empty match: {}',
  },
  {
    code: 'UPGRADE-EJECTION',
    what: 'rules with outlier detection say how many may be ejected',
    level: 'warning',
    envoyBound: true,
    applies: (range) => goesUpTo(20, range),
    find: ({destinationRules}) =>
      destinationRules
        .filter((rule) =>
          policiesOf(rule).some((policy) => {
            const outlier = at(policy, 'outlierDetection');
            return outlier !== undefined && at(outlier, 'maxEjectionPercent') === undefined;
          }),
        )
        .map(
          (rule) =>
            `${nameOf(rule)} leaves maxEjectionPercent out: from Istio 1.20 on 10 % of two hosts are none, and nothing fails over`,
        ),
    remedy: () => 'write maxEjectionPercent: 100 into outlierDetection',
  },
  {
    code: 'UPGRADE-MULTINETWORK-TLS',
    what: 'rules for services of the mesh use ISTIO_MUTUAL',
    level: 'warning',
    applies: (range) => goesUpTo(20, range),
    find: ({destinationRules}) =>
      destinationRules.flatMap((rule) => {
        const modes = policiesOf(rule).map((policy) => stringAt(policy, 'tls', 'mode'));
        const other = modes.find((mode) => mode !== '' && mode !== 'ISTIO_MUTUAL');
        return other === undefined || !isOfCluster(stringAt(rule, 'spec', 'host'))
          ? []
          : [
              `${nameOf(rule)} has the mode ${other}: calls to another network, which went nowhere, go to the near hosts from 1.20 on (istio issue 46555)`,
            ];
      }),
    remedy: () => 'expect calls to pass that failed before; leave the mode out where mTLS is meant',
  },
  {
    code: 'UPGRADE-FAILOVER-PRIORITY',
    what: 'no rule has failover beside failoverPriority',
    level: 'notice',
    applies: (range) => goesUpTo(20, range),
    find: ({destinationRules}) =>
      destinationRules
        .filter((rule) =>
          mappingsIn(at(rule, 'spec')).some(
            (part) => itemsAt(part, 'failover').length > 0 && itemsAt(part, 'failoverPriority').length > 0,
          ),
        )
        .map(
          (rule) =>
            `${nameOf(rule)} has both: up to 1.19 one of them has no effect, from 1.20 on they go together`,
        ),
    remedy: () => 'look at the priorities of its endpoints afterwards',
  },
  {
    code: 'UPGRADE-DNS-GATEWAYS',
    what: 'no gateway or ServiceEntry is known by a DNS name across networks',
    level: 'notice',
    applies: (range) => goesUpTo(18, range) || goesUpTo(19, range),
    find: ({serviceEntries, services}) => [
      ...serviceEntries
        .filter(
          (entry) =>
            stringAt(entry, 'spec', 'resolution').startsWith('DNS') &&
            itemsAt(entry, 'spec', 'endpoints').some((one) => stringAt(one, 'network') !== ''),
        )
        .map((entry) => `${nameOf(entry)} is resolved at the proxy, not in istiod, from 1.19 on`),
      ...services
        .filter(
          (service) =>
            'topology.istio.io/network' in (service.metadata.labels ?? {}) &&
            itemsAt(service, 'status', 'loadBalancer', 'ingress').some(
              (one) => stringAt(one, 'hostname') !== '',
            ),
        )
        .map(
          (service) =>
            `${nameOf(service)} is known by a name: 1.18 asks for it again when it has failed (istio issue 44155)`,
        ),
    ],
    remedy: () => 'look at the endpoints of the other network afterwards',
  },
];
