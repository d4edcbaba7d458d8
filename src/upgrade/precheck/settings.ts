import {at, itemsAt, mappingsIn, stringAt} from '../../base/json.js';
import {goesUpTo, minorOf} from '../versions.js';
import {sidecarsIn} from './installation.js';
import {ISTIO_SYSTEM} from '../../plan/plan.js';
import type {ClusterCheck} from './row.js';
import type {ClusterSeen} from './seen.js';

/** Variables of istiod that a minor version no longer knows (pilot/pkg/features of 1.16.5 to 1.20.0, compared). */
const REMOVED: Readonly<Record<number, readonly string[]>> = {
  17: ['TELEMETRY_USE_NATIVE_STATS'],
  18: ['ISTIO_GATEWAY_STRIP_HOST_PORT'],
  19: [
    ...['AUTO_RELOAD_PLUGIN_CERTS', 'ENABLE_AUTO_MTLS_CHECK_POLICIES', 'ENABLE_LEGACY_FSGROUP_INJECTION'],
    ...['ENABLE_LEGACY_LB_ALGORITHM_DEFAULT', 'ENABLE_WASM_TELEMETRY', 'ISTIO_DEFAULT_REQUEST_TIMEOUT'],
    ...['ISTIO_METADATA_DISCOVERY', 'PILOT_ENABLE_ISTIO_TAGS', 'PILOT_ENABLE_LEGACY_AUTO_PASSTHROUGH'],
    ...['PILOT_ENABLE_LEGACY_ISTIO_MUTUAL_CREDENTIAL_NAME', 'PILOT_ENABLE_PROTOCOL_SNIFFING_FOR_INBOUND'],
    ...['PILOT_ENABLE_PROTOCOL_SNIFFING_FOR_OUTBOUND', 'PILOT_INBOUND_PROTOCOL_DETECTION_TIMEOUT'],
    ...['PILOT_LEGACY_INGRESS_BEHAVIOR', 'PILOT_PARTIAL_FULL_PUSHES', 'PILOT_USE_ENDPOINT_SLICE'],
    ...['PRIORITIZED_LEADER_ELECTION', 'REWRITE_TCP_PROBES', 'SIDECAR_IGNORE_PORT_IN_HOST_MATCH'],
    'SPIFFE_BUNDLE_ENDPOINTS',
  ],
  20: ['PILOT_ENABLE_DESTINATION_RULE_INHERITANCE'],
};

/** Kubernetes serves autoscaling/v2beta1 up to 1.24. */
const LAST_V2BETA1 = 24;

const FIRST_MANAGED: Readonly<Record<number, number>> = {16: 5, 17: 3};

function istiodVariables({deployments}: ClusterSeen): readonly string[] {
  const own = deployments.filter(
    ({metadata}) => metadata.namespace === ISTIO_SYSTEM && metadata.labels?.['app'] === 'istiod',
  );
  const containers = own.flatMap((one) => itemsAt(one, 'spec', 'template', 'spec', 'containers'));
  return [
    ...new Set(containers.flatMap((one) => itemsAt(one, 'env').map((entry) => stringAt(entry, 'name')))),
  ];
}

function sameRoot(one: string, other: string): boolean {
  return one.replaceAll(/\s/g, '') === other.replaceAll(/\s/g, '');
}

/** What istioctl and istiod are told. */
export const SETTINGS_CHECKS: readonly ClusterCheck[] = [
  {
    code: 'UPGRADE-HPA-API',
    what: 'autoscalers are written for an interface that is served',
    level: 'fault',
    find: ({operators}, _range, {versions}) =>
      Number(versions.kubernetes.split('.')[1]) <= LAST_V2BETA1
        ? []
        : operators.flatMap((operator) =>
            mappingsIn(operator)
              .filter((part) => at(part, 'resource', 'targetAverageUtilization') !== undefined)
              .map(
                () =>
                  `${operator.metadata.name} has an hpaSpec with targetAverageUtilization, which istioctl writes as autoscaling/v2beta1`,
              ),
          ),
    remedy: () => 'write it as resource.target: {type: Utilization, averageUtilization: N}',
  },
  {
    code: 'UPGRADE-MESHCONFIG-CERTIFICATES',
    what: 'the mesh has no MeshConfig.certificates',
    level: 'fault',
    applies: (range) => goesUpTo(18, range),
    find: ({operators, meshSettings}) => [
      ...operators
        .filter((one) => itemsAt(one, 'spec', 'meshConfig', 'certificates').length > 0)
        .map(({metadata}) => `${metadata.name} sets meshConfig.certificates, which 1.18 no longer reads`),
      ...meshSettings
        .filter((text) => /^certificates:\s*\n\s*-/m.test(text))
        .map(() => "istiod's settings have certificates, which 1.18 no longer reads"),
    ],
    remedy: () => 'let cert-manager, or the CA itself, issue them',
  },
  {
    code: 'UPGRADE-REMOVED-FLAGS',
    what: 'istiod is set by variables that the target knows',
    level: 'warning',
    find: (seen, range) => {
      const gone = Object.entries(REMOVED)
        .filter(([minor]) => goesUpTo(Number(minor), range))
        .flatMap(([, names]) => names);
      const set = istiodVariables(seen).filter((name) => gone.includes(name));
      return set.map((name) => `istiod has ${name}, which ${range.to.version} does not know`);
    },
    remedy: () => 'take it out of the IstioOperator file, and see that its default suits you',
  },
  {
    code: 'UPGRADE-PLUGIN-CA',
    what: 'istiod signs by the CA that lies there',
    level: 'fault',
    find: ({pluggedRoot, toldRoot}) =>
      pluggedRoot === undefined || toldRoot === undefined || sameRoot(pluggedRoot, toldRoot)
        ? []
        : [
            'cacerts has another root than istiod tells its namespaces: an istiod that starts now signs by another CA',
          ],
    remedy: ({name}) =>
      `k${name} -n istio-system rollout restart deploy -l app=istiod, and then all workloads, before the hop`,
  },
  {
    code: 'UPGRADE-PLUGIN-CA-RELOAD',
    what: 'a new intermediate CA is read without a restart',
    level: 'notice',
    applies: (range) => goesUpTo(18, range),
    find: ({pluggedRoot}) =>
      pluggedRoot === undefined
        ? []
        : [
            'AUTO_RELOAD_PLUGIN_CERTS is on from 1.18: a cacerts that changes is used at once, not at the next start',
          ],
    remedy: () => 'restart nothing for a new intermediate from then on; a new root still needs its steps',
  },
  {
    code: 'UPGRADE-STRAY-REMOTE-SECRETS',
    what: `remote secrets lie in ${ISTIO_SYSTEM} alone`,
    level: 'warning',
    applies: (range) => goesUpTo(19, range) || goesUpTo(20, range),
    find: ({remoteSecrets}, range) =>
      remoteSecrets
        .filter((name) => !name.startsWith(`${ISTIO_SYSTEM}/`))
        .map((name) =>
          goesUpTo(20, range)
            ? `Secret ${name} is read by 1.19 alone, by mistake: a cluster that only it names is gone with 1.20`
            : `Secret ${name} is read by 1.19, by mistake: the mesh gets a cluster that it did not have`,
        ),
    remedy: ({name}) =>
      `k${name} -n NAMESPACE label secret NAME istio/multiCluster-, or move it to ${ISTIO_SYSTEM}`,
  },
  {
    code: 'UPGRADE-GATEWAY-API',
    what: 'the Gateway API is one that the target reads',
    level: 'fault',
    applies: (range) => goesUpTo(18, range),
    find: ({gatewayApi}) =>
      gatewayApi === undefined || /^v(0\.([6-9]|\d\d)|[1-9])/.test(gatewayApi)
        ? []
        : [`its definitions are ${gatewayApi}; 1.18 wants v0.6.0 or later`],
    remedy: ({name}) => `k${name} apply the definitions of Gateway API v0.6.0 or later first`,
  },
  {
    code: 'UPGRADE-MANAGED-GATEWAYS',
    what: 'no gateway is made by istiod itself',
    level: 'warning',
    applies: (range) => goesUpTo(18, range),
    find: ({kubeGateways}, {from}) => {
      const [, minor = 0, patch = 0] = from.version.split('.').map(Number);
      const early = patch < (FIRST_MANAGED[minor] ?? 0);
      const more = early ? `; ${from.version} is too early for it` : '';
      return kubeGateways.map(
        ({metadata}) =>
          `Gateway ${metadata.namespace}/${metadata.name} is rolled as soon as the default revision changes${more}`,
      );
    },
    remedy: () => 'be at 1.16.5 or 1.17.3 first; expect its pods to be replaced when the tag moves',
  },
  {
    code: 'UPGRADE-RBAC-OLD-PROXIES',
    what: 'older proxies get changes of authorization',
    level: 'fault',
    applies: ({to}) => minorOf(to.version) === 17,
    find: (_seen, {to}) =>
      ['1.17.0', '1.17.1'].includes(to.version)
        ? [`istiod ${to.version} sends no AuthorizationPolicy to proxies of 1.16 (istio issue 43785)`]
        : [],
    remedy: () => 'eastwest upgrade --to 1.17.5',
  },
  {
    code: 'UPGRADE-CONCURRENCY',
    what: 'threads of a proxy follow its CPU limit',
    level: 'notice',
    applies: (range) => goesUpTo(18, range),
    find: ({deployments}) =>
      deployments
        .filter(({metadata: {namespace, labels = {}}}) => namespace === ISTIO_SYSTEM && 'istio' in labels)
        .flatMap((one) => {
          const containers = itemsAt(one, 'spec', 'template', 'spec', 'containers');
          const proxy = containers.find((part) => stringAt(part, 'name') === 'istio-proxy');
          const limit = stringAt(proxy, 'resources', 'limits', 'cpu');
          return limit === ''
            ? []
            : [`${one.metadata.name} has the limit ${limit}: so many threads, in place of one for each core`];
        }),
    remedy: () => 'set concurrency, or expect other throughput and latencies',
  },
  {
    code: 'UPGRADE-TELEMETRY',
    what: 'metrics come from EnvoyFilters',
    level: 'notice',
    envoyBound: true,
    applies: (range) => goesUpTo(18, range),
    find: ({envoyFilters}) =>
      envoyFilters
        .filter(({metadata: {name}}) => /^(tcp-)?stats-filter-/.test(name))
        .map(
          ({metadata: {name}}) =>
            `EnvoyFilter ${name}: 1.18 makes metrics by a provider of the mesh in its place`,
        ),
    remedy: () => 'look whether what reads istio_* metrics still finds all of them',
  },
  {
    code: 'UPGRADE-STARTUP-PROBE',
    what: 'sidecars have a startup probe',
    level: 'notice',
    applies: (range) => goesUpTo(20, range),
    find: (seen) =>
      sidecarsIn(seen) === 0
        ? []
        : [
            `${sidecarsIn(seen)} pods with sidecars: one whose proxy is not ready in 10 minutes is killed, and readiness is asked every 15 s`,
          ],
    remedy: () => 'look at what counts on a slow start, or on fast loss of endpoints',
  },
];
