import type {Mishap} from './known.js';
import {inObjects, inProxies, textOf} from './signs.js';
import {ofOtherCluster} from './places.js';

const NETWORK_LABEL = /topology\.istio\.io\/network$/;

/** What a rule decides of a cluster of Envoy, or of its endpoints. */
const BY_RULE =
  /^(outlier_detection|circuit_breakers|common_lb_config|connect_timeout|lb_policy|load_assignment|lb_subset_config|ring_hash_lb_config|least_request_lb_config|transport_socket|transport_socket_matches|upstream_connection_options|typed_extension_protocol_options|dns_lookup_family|type)\b/;

function losesLabel(seen: Parameters<Mishap['signs'][number]>[0]): boolean {
  return (
    seen.object !== undefined &&
    ['Service', 'Deployment', 'Namespace'].includes(seen.object.kind) &&
    NETWORK_LABEL.test(seen.path)
  );
}

/** What no release does; by these names it is said what went wrong, the first that fits. */
export const MISHAPS: readonly Mishap[] = [
  {
    name: 'gateway-network-label',
    sense: 'The label that says which network a gateway leads into is not what it was.',
    consequence: 'Other clusters send their calls to pods that they cannot reach, or nowhere.',
    source: 'docs/findings/network-label-missing.md.',
    signs: [losesLabel],
  },
  {
    name: 'remote-endpoints-lost',
    sense: 'Endpoints of another cluster are gone, or are pods of it instead of its gateway.',
    consequence: 'Calls across the clusters fail, and nothing fails over.',
    source: 'docs/findings/README.md, the check of endpoints.',
    signs: [
      ({section, before, after}) =>
        section === 'endpoints' && /:15443/.test(textOf(before)) && !/:15443/.test(textOf(after)),
      (seen) =>
        seen.section === 'endpoints' &&
        ofOtherCluster(seen, seen.after) &&
        !ofOtherCluster(seen, seen.before),
    ],
  },
  {
    name: 'rule-read-otherwise',
    sense: 'A DestinationRule says what it said before, and proxies have something else of it.',
    consequence: 'What the rule is there for, such as failover, works in another way or not at all.',
    source: 'The rule’s name stands in Envoy’s metadata of the cluster.',
    signs: [
      ({section, rule, path}) =>
        section === 'clusters' && rule !== undefined && (path === '' || BY_RULE.test(path)),
      ({section, rule}) => section === 'endpoints' && rule !== undefined,
    ],
  },
  {
    name: 'configuration-refused',
    sense: 'Envoy refuses something that istiod has sent.',
    consequence: 'The proxy goes on with what it had, until it is started again.',
    source: 'Envoy’s own words, in its dump.',
    signs: [inProxies({section: 'rejected', after: 'something'})],
  },
  {
    name: 'proxy-left-behind',
    sense:
      'A proxy is not of the release that its cluster is said to have, or hangs from another control plane.',
    consequence:
      'It is not changed at all until it is started again, and may be behind what istiod supports.',
    source: 'The proxy’s own node metadata.',
    signs: [
      inProxies({section: 'bootstrap', path: /ISTIO_VERSION$|discoveryAddress$/}),
      inObjects({kind: 'Pod', path: /\.image$|CA_ADDR\]\.value$|discoveryAddress$/}),
      inObjects({kind: 'Deployment', name: /gateway/, path: /\.image$|CA_ADDR\]\.value$/}),
    ],
  },
  {
    name: 'proxy-gone',
    sense: 'A workload has no ready proxy any more, or one that it had not.',
    consequence: 'It takes no part in the mesh.',
    source: 'The pods of the cluster.',
    signs: [inProxies({section: 'proxies'})],
  },
  {
    name: 'frozen-validator',
    sense: 'A webhook asks a control plane that is not there.',
    consequence: 'No object of Istio can be applied any more, or pods are not injected.',
    source: 'istio issues 43227 and 35590; istioctl tag set default before the old revision is removed.',
    signs: [
      inObjects({
        kind: ['ValidatingWebhookConfiguration', 'MutatingWebhookConfiguration'],
        path: /clientConfig\.service\.name$/,
      }),
    ],
  },
  {
    name: 'default-injection-gone',
    sense: 'Nobody answers any more for namespaces that ask for injection without naming a revision.',
    consequence: 'New pods there get no proxy.',
    source: 'istioctl tag set default, after a hop by revision.',
    signs: [
      inObjects({
        kind: 'MutatingWebhookConfiguration',
        before: /istio-injection|"name":"(namespace|object)\./,
        after: 'nothing',
      }),
      inObjects({kind: 'Namespace', path: /injected by$/}),
    ],
  },
  {
    name: 'istiod-setting',
    sense: 'istiod runs with other arguments or variables than before, and no release explains it.',
    consequence: 'It may write other configuration for every proxy that hangs from it.',
    source: 'The Deployment of istiod.',
    signs: [
      inObjects({kind: 'Deployment', name: /^istiod$/, path: /containers\[[^\]]+\]\.(env|args|command)/}),
    ],
  },
  {
    name: 'mesh-setting',
    sense: 'The mesh’s settings or the injector’s values are not what they were, and no release explains it.',
    consequence: 'It holds for every proxy of the cluster.',
    source: 'The ConfigMaps istio and istio-sidecar-injector; settings that are not repeated revert.',
    signs: [inObjects({kind: 'ConfigMap', path: /^(mesh|values|config)\b/})],
  },
  {
    name: 'rights-changed',
    sense: 'Rights of Istio’s accounts are not what they were, and no release explains it.',
    consequence: 'istiod may fail to read or write what it needs.',
    source: 'The roles and bindings.',
    signs: [
      inObjects({kind: ['ClusterRole', 'ClusterRoleBinding', 'Role', 'RoleBinding', 'ServiceAccount']}),
    ],
  },
];
