import type {KubeObject} from '../../src/drivers/kube/kube.js';
import type {ClusterIstio, Release} from '../../src/differences/state.js';
import {CERTIFICATE, type Lot} from './envoy-dump.js';

const SYSTEM = 'istio-system';

export function minorOf(version: string): number {
  return Number(version.split('.')[1]);
}

/** `name-1-18-2`, or `name` of a control plane without a revision. */
export function suffixed(name: string, {revision}: Pick<Release, 'revision'>): string {
  return revision === undefined ? name : `${name}-${revision}`;
}

const revOf = ({revision}: Release): string => revision ?? 'default';

interface Drawn {
  readonly lot: Lot;
  /** Address inside the cluster for a service. */
  readonly address: (service: string) => string;
}

const noise = (lot: Lot) => ({
  uid: `${lot.letters(8)}-${lot.letters(4)}`,
  resourceVersion: String(lot.number(99_999)),
  generation: 1 + lot.number(4),
  creationTimestamp: `2026-11-2${lot.number(9)}T05:00:00Z`,
  managedFields: [{manager: 'istio-operator', time: `2026-11-22T05:00:${10 + lot.number(49)}Z`}],
});

/** Up to 1.18 the base chart makes rights of its own, by one name whatever the revision: they are whose installed last. */
export function baseRights({leaving, ...current}: ClusterIstio): KubeObject[] {
  const maker = [current, leaving].find((one) => one !== undefined && minorOf(one.version) < 19);
  if (maker === undefined) return [];
  const labels = {app: 'istiod', release: 'istio', 'istio.io/rev': revOf(maker)};
  const rights = {apiVersion: 'rbac.authorization.k8s.io/v1', metadata: {name: `istiod-${SYSTEM}`, labels}};
  const account = {name: 'istiod-service-account', namespace: SYSTEM};
  return [
    {...rights, kind: 'ClusterRole', rules: [{apiGroups: [''], resources: ['pods'], verbs: ['get']}]},
    {
      ...rights,
      kind: 'ClusterRoleBinding',
      roleRef: {kind: 'ClusterRole', name: `istiod-${SYSTEM}`},
      subjects: [{kind: 'ServiceAccount', ...account}],
    },
    {apiVersion: 'v1', kind: 'ServiceAccount', metadata: {...account, labels}},
  ];
}

/** What `istioctl install` makes of one control plane, as its charts have it, as far as it matters here. */
export function controlPlane(release: Release, drawn: Drawn, env: readonly object[] = []): KubeObject[] {
  const {lot} = drawn;
  const minor = minorOf(release.version);
  const name = suffixed('istiod', release);
  const metadata = (of: string, labels: Record<string, string> = {}) => ({
    name: of,
    namespace: SYSTEM,
    labels: {
      app: 'istiod',
      'istio.io/rev': revOf(release),
      'install.operator.istio.io/owning-resource': suffixed('installed-state-istio-controlplane', release),
      'operator.istio.io/version': release.version,
      ...labels,
    },
    ...noise(lot),
  });
  const chosen =
    release.revision === undefined ? {istio: 'pilot'} : {app: 'istiod', 'istio.io/rev': release.revision};
  const clusterWide = (of: string) => ({name: of, labels: {app: 'istiod', release: 'istio'}, ...noise(lot)});
  return [
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: metadata(name, {istio: 'pilot'}),
      spec: {
        replicas: 1,
        selector: {matchLabels: chosen},
        template: {
          metadata: {
            labels: {
              app: 'istiod',
              'istio.io/rev': revOf(release),
              istio: release.revision === undefined ? 'pilot' : 'istiod',
            },
            annotations: {
              'prometheus.io/port': '15014',
              ...(minor >= 18 ? {'ambient.istio.io/redirection': 'disabled'} : {}),
              'kubectl.kubernetes.io/restartedAt': `2026-11-22T05:${10 + lot.number(49)}:00Z`,
            },
          },
          spec: {
            serviceAccountName: name,
            ...(minor < 20 ? {securityContext: {fsGroup: 1337}} : {securityContext: {}}),
            containers: [
              {
                name: 'discovery',
                image: `docker.io/istio/pilot:${release.version}`,
                args: ['discovery', '--monitoringAddr=:15014', '--domain', 'cluster.local'],
                env: [
                  {name: 'REVISION', value: revOf(release)},
                  {name: 'PILOT_TRACE_SAMPLING', value: '100'},
                  ...(minor < 19
                    ? [{name: 'PILOT_ENABLE_PROTOCOL_SNIFFING_FOR_OUTBOUND', value: 'true'}]
                    : [{name: 'PLATFORM', value: ''}]),
                  ...(minor < 20 ? [{name: 'ISTIOD_ADDR', value: `${name}.${SYSTEM}.svc:15012`}] : []),
                  ...(minor >= 18
                    ? [{name: 'GOMEMLIMIT', valueFrom: {resourceFieldRef: {resource: 'limits.memory'}}}]
                    : []),
                  ...env,
                ],
              },
            ],
          },
        },
      },
      status: {replicas: 1, observedGeneration: lot.number(9)},
    },
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: metadata(name, {istio: 'pilot'}),
      spec: {
        clusterIP: drawn.address(`${SYSTEM}/${name}`),
        clusterIPs: [drawn.address(`${SYSTEM}/${name}`)],
        selector: {
          app: 'istiod',
          ...(release.revision === undefined ? {istio: 'pilot'} : {'istio.io/rev': release.revision}),
        },
        ports: [{name: 'https-dns', port: 15012, targetPort: 15012}],
      },
    },
    {
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      metadata: metadata(name),
      spec: {minAvailable: 1, selector: {matchLabels: chosen}},
    },
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: metadata(suffixed('istio', release)),
      data: {
        mesh: [
          'accessLogFile: /dev/stdout',
          'defaultConfig:',
          `  discoveryAddress: ${name}.${SYSTEM}.svc:15012`,
          '  meshId: usmesh',
          `rootNamespace: ${SYSTEM}`,
        ].join('\n'),
        meshNetworks: 'networks: {}',
      },
    },
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: metadata(suffixed('istio-sidecar-injector', release)),
      data: {
        values: JSON.stringify({
          global: {
            tag: release.version,
            proxy: {
              privileged: true,
              ...(minor >= 20
                ? {readinessPeriodSeconds: 15, startupProbe: {enabled: true}}
                : {readinessPeriodSeconds: 2}),
            },
            ...(minor < 18 ? {useMCP: false} : {}),
          },
          ...(minor >= 19 ? {istio_cni: {enabled: false}} : {}),
          revision: release.revision ?? '',
        }),
        config: [
          'policy: enabled',
          'templates:',
          '  sidecar: |',
          `    # of ${minor}`,
          ...(minor >= 18 ? ['  kube-gateway: |', '    # made'] : []),
        ].join('\n'),
      },
    },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRole',
      metadata: clusterWide(`${suffixed('istiod-clusterrole', release)}-${SYSTEM}`),
      rules: lot.shuffled([
        {apiGroups: [''], resources: ['pods', 'nodes'], verbs: lot.shuffled(['get', 'list', 'watch'])},
        ...(minor < 18
          ? [{apiGroups: ['certificates.k8s.io'], resources: ['signers'], verbs: ['approve']}]
          : []),
      ]),
    },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRoleBinding',
      metadata: clusterWide(`${suffixed('istiod-clusterrole', release)}-${SYSTEM}`),
      roleRef: {kind: 'ClusterRole', name: `${suffixed('istiod-clusterrole', release)}-${SYSTEM}`},
      subjects: [{kind: 'ServiceAccount', name, namespace: SYSTEM}],
    },
    webhook('MutatingWebhookConfiguration', suffixed('istio-sidecar-injector', release), release, lot, [
      injector('rev.namespace.', name, [{key: 'istio.io/rev', operator: 'In', values: [revOf(release)]}]),
      ...(release.revision === undefined
        ? [injector('namespace.', name, [{key: 'istio-injection', operator: 'In', values: ['enabled']}])]
        : []),
    ]),
    webhook(
      'ValidatingWebhookConfiguration',
      `${suffixed('istio-validator', release)}-${SYSTEM}`,
      release,
      lot,
      [
        {
          name: 'rev.validation.istio.io',
          clientConfig: {service: {name, namespace: SYSTEM, path: '/validate'}, caBundle: CERTIFICATE},
          objectSelector: {
            matchExpressions: [{key: 'istio.io/rev', operator: 'In', values: [revOf(release)]}],
          },
        },
      ],
    ),
  ];
}

/** `istioctl tag set default`, and the validator for what names no revision. */
export function defaultOf(release: Release, lot: Lot): KubeObject[] {
  const name = suffixed('istiod', release);
  return [
    webhook(
      'MutatingWebhookConfiguration',
      'istio-revision-tag-default',
      release,
      lot,
      [
        injector('rev.namespace.', name, [{key: 'istio.io/rev', operator: 'In', values: ['default']}]),
        injector('namespace.', name, [{key: 'istio-injection', operator: 'In', values: ['enabled']}]),
      ],
      {'istio.io/tag': 'default'},
    ),
  ];
}

/** The validator for what names no revision. */
export function defaultValidator(release: Release, lot: Lot): KubeObject {
  return webhook('ValidatingWebhookConfiguration', 'istiod-default-validator', release, lot, [
    {
      name: 'validation.istio.io',
      clientConfig: {
        service: {name: suffixed('istiod', release), namespace: SYSTEM, path: '/validate'},
        caBundle: CERTIFICATE,
      },
      objectSelector: {matchExpressions: [{key: 'istio.io/rev', operator: 'DoesNotExist'}]},
    },
  ]);
}

function injector(prefix: string, service: string, matchExpressions: readonly object[]): object {
  return {
    name: `${prefix}sidecar-injector.istio.io`,
    clientConfig: {
      service: {name: service, namespace: SYSTEM, path: '/inject', port: 443},
      caBundle: CERTIFICATE,
    },
    namespaceSelector: {matchExpressions},
    failurePolicy: 'Fail',
  };
}

function webhook(
  kind: string,
  name: string,
  release: Release,
  lot: Lot,
  webhooks: readonly object[],
  labels: Record<string, string> = {},
): KubeObject {
  return {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind,
    metadata: {name, labels: {'istio.io/rev': revOf(release), ...labels}, ...noise(lot)},
    webhooks,
  };
}

/** A gateway as istioctl makes it. */
export function gateway(
  name: string,
  release: Release,
  {lot, address}: Drawn,
  {ip, network, replicas}: {ip: string; network?: string; replicas: number},
): KubeObject[] {
  const own = {app: name, ...(network === undefined ? {} : {'topology.istio.io/network': network})};
  const minor = minorOf(release.version);
  return [
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: {name, namespace: SYSTEM, labels: {...own, 'istio.io/rev': revOf(release)}, ...noise(lot)},
      spec: {
        replicas,
        selector: {matchLabels: own},
        template: {
          metadata: {
            labels: {
              ...own,
              'istio.io/rev': revOf(release),
              'service.istio.io/canonical-revision': release.revision ?? 'latest',
            },
            annotations: {...(minor >= 18 ? {'istio.io/rev': revOf(release)} : {})},
          },
          spec: {
            containers: [
              {
                name: 'istio-proxy',
                image: `docker.io/istio/proxyv2:${release.version}`,
                env: [
                  {name: 'CA_ADDR', value: `${suffixed('istiod', release)}.${SYSTEM}.svc:15012`},
                  ...(minor >= 18 ? [{name: 'ISTIO_CPU_LIMIT', valueFrom: {}}] : []),
                ],
              },
            ],
            volumes: [{name: 'config-volume', configMap: {name: suffixed('istio', release)}}],
          },
        },
      },
    },
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: {name, namespace: SYSTEM, labels: {...own, 'istio.io/rev': revOf(release)}, ...noise(lot)},
      spec: {
        type: 'LoadBalancer',
        clusterIP: address(`${SYSTEM}/${name}`),
        clusterIPs: [address(`${SYSTEM}/${name}`)],
        healthCheckNodePort: 30_000 + lot.number(2000),
        selector: own,
        ports: [{name: 'tls', port: 15443, targetPort: 15443, nodePort: 30_000 + lot.number(2000)}],
      },
      status: {loadBalancer: {ingress: [{ip}]}},
    },
  ];
}

/** One definition of the release. */
export function definition(version: string, lot: Lot): KubeObject {
  const schema = {openAPIV3Schema: {description: `as of ${[16, 17, 17, 19, 20][minorOf(version) - 16]}`}};
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: {name: 'destinationrules.networking.istio.io', ...noise(lot)},
    spec: {
      group: 'networking.istio.io',
      scope: 'Namespaced',
      versions: [{name: 'v1beta1', served: true, storage: true, schema}],
    },
  };
}
