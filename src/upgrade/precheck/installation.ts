import {itemsAt, stringAt} from '../../base/json.js';
import type {KubeObject} from '../../drivers/kube/kube.js';
import {byNumber, REV, revisionLabel} from '../../plan/istio.js';
import {ISTIO_SYSTEM} from '../../plan/plan.js';
import {minorOf} from '../versions.js';
import {hasOwner, isOwnGateway, proxyOf} from './proxies.js';
import type {ClusterCheck} from './row.js';
import type {ClusterSeen} from './seen.js';

const TAG = 'istio.io/tag';
const INJECTION = 'istio-injection';
const COMPONENT = 'operator.istio.io/component';
const OWNER = 'install.operator.istio.io/owning-resource';

/** Webhooks of Istio whose Service is not there: `NAME goes to SERVICE, which is not there`. */
function dangling(webhooks: readonly KubeObject[], {services}: ClusterSeen): readonly string[] {
  return webhooks.flatMap((one) => {
    const names = itemsAt(one, 'webhooks').map((hook) => stringAt(hook, 'clientConfig', 'service', 'name'));
    const gone = [...new Set(names)].filter(
      (name) =>
        name !== '' &&
        !services.some(({metadata}) => metadata.name === name && metadata.namespace === ISTIO_SYSTEM),
    );
    return gone.map((name) => `${one.metadata.name} goes to ${name}, which is not there`);
  });
}

function isOfIstio(webhook: KubeObject): boolean {
  return itemsAt(webhook, 'webhooks').some(
    (hook) => stringAt(hook, 'clientConfig', 'service', 'namespace') === ISTIO_SYSTEM,
  );
}

/** What injects under a name: revisions and tags. */
function injectors({mutating}: ClusterSeen): ReadonlySet<string> {
  const labels = mutating.filter(isOfIstio).map(({metadata}) => metadata.labels ?? {});
  return new Set(labels.flatMap((one) => one[TAG] ?? one[REV] ?? []));
}

/** Istio's own state: what an earlier hop, or somebody's hand, has left of it. */
export const INSTALLATION_CHECKS: readonly ClusterCheck[] = [
  {
    code: 'UPGRADE-VALIDATOR-FROZEN',
    what: 'validators have an istiod',
    level: 'fault',
    find: (seen) => dangling(seen.validating.filter(isOfIstio), seen),
    remedy: ({name, istio}) =>
      `i${name} tag set default --revision ${revisionLabel(istio)} --overwrite, or every change of Istio's objects is refused`,
  },
  {
    code: 'UPGRADE-TAG-DANGLING',
    what: 'revision tags have an istiod',
    level: 'fault',
    find: (seen) =>
      dangling(
        seen.mutating.filter((one) => isOfIstio(one) && TAG in (one.metadata.labels ?? {})),
        seen,
      ),
    remedy: ({name, istio}) =>
      `i${name} tag set TAG --revision ${revisionLabel(istio)} --overwrite, or i${name} tag remove TAG`,
  },
  {
    code: 'UPGRADE-INJECTION-LABELS',
    what: `no namespace has ${INJECTION} beside ${REV}`,
    level: 'fault',
    find: ({namespaces}) =>
      namespaces
        .filter(({metadata: {labels = {}}}) => INJECTION in labels && REV in labels)
        .map(
          ({metadata: {name, labels = {}}}) =>
            `namespace ${name} has ${INJECTION}=${labels[INJECTION]} and ${REV}=${labels[REV]}: the first wins, whatever the other says`,
        ),
    remedy: ({name}) => `k${name} label namespace NAME ${REV}-`,
  },
  {
    code: 'UPGRADE-REVISION-GONE',
    what: 'every revision that a namespace names is there',
    level: 'fault',
    find: (seen) =>
      seen.namespaces.flatMap(({metadata: {name, labels = {}}}) => {
        const revision = labels[REV];
        return revision === undefined || injectors(seen).has(revision)
          ? []
          : [`namespace ${name} wants its proxies of ${revision}, which injects nowhere`];
      }),
    remedy: ({name, istio}) =>
      `k${name} label namespace NAME ${REV}=${revisionLabel(istio)} --overwrite, or its next pods come without proxies`,
  },
  {
    code: 'UPGRADE-OTHER-GATEWAYS',
    what: "every gateway of istioctl's is one of the lab's",
    level: 'fault',
    find: ({deployments, operators}) =>
      deployments
        .filter(({metadata: {labels = {}}}) => /^(Ingress|Egress)Gateways$/.test(labels[COMPONENT] ?? ''))
        .filter(({metadata: {labels = {}}}) => {
          const owner = (labels[OWNER] ?? '').replace(/^installed-state-/, '');
          return !operators.some(({metadata: {name}}) => owner === name || owner.startsWith(`${name}-`));
        })
        .map(
          ({metadata: {namespace, name}}) =>
            `Deployment ${namespace}/${name} is of no IstioOperator file of the lab: the hop would leave it, and the end of it remove it`,
        ),
    remedy: () => 'write it into the IstioOperator file of the cluster, or remove it',
  },
  {
    code: 'UPGRADE-BARE-PODS',
    what: 'every pod with a proxy can be replaced',
    level: 'fault',
    find: ({pods}) =>
      pods
        .filter((pod) => proxyOf(pod) !== undefined && !hasOwner(pod))
        .map(({metadata}) => `pod ${metadata.namespace}/${metadata.name} belongs to no Deployment`),
    remedy: ({name}) => `k${name} delete pod NAME, and make it by a Deployment: nobody starts it anew`,
  },
  {
    code: 'UPGRADE-DATA-PLANE-SKEW',
    what: 'proxies are of the version that the hop begins with',
    level: 'fault',
    applies: ({from, to}) => from.version !== to.version,
    find: ({pods}, {from, to}) =>
      pods.flatMap((pod) => {
        const proxy = proxyOf(pod);
        if (proxy === undefined || [from.version, to.version, ''].includes(proxy.version)) return [];
        const [low, high] = [from.version, to.version].sort(byNumber);
        const between =
          minorOf(proxy.version) !== undefined &&
          byNumber(proxy.version, low ?? '') > 0 &&
          byNumber(proxy.version, high ?? '') < 0;
        return between ? [] : [`${proxy.namespace}/${proxy.pod} has a proxy of ${proxy.version}`];
      }),
    remedy: ({name, istio}) =>
      `k${name} -n NAMESPACE rollout restart deploy NAME: a control plane may be ahead of its proxies (${istio.version} now), never behind them`,
  },
  {
    code: 'UPGRADE-HELM',
    what: 'Istio was installed by istioctl',
    level: 'fault',
    find: ({helmReleases}) => helmReleases.map((name) => `Helm keeps a release in Secret ${name}`),
    remedy: () => 'what Helm has installed, Helm upgrades: this hop is made by istioctl',
  },
  {
    code: 'UPGRADE-GATEWAY-SELECTOR',
    what: `nothing selects gateways by ${REV}`,
    level: 'warning',
    applies: ({from, to}) => revisionLabel(from) !== revisionLabel(to) || byNumber(to.version, '1.18.0') >= 0,
    find: ({services, gateways}) =>
      [...services, ...gateways]
        .filter(({metadata}) => metadata.labels?.['app'] !== 'istiod')
        .flatMap((one) => {
          const selected = stringAt(one, 'spec', 'selector', REV);
          const {namespace = '', name} = one.metadata;
          return selected === ''
            ? []
            : [
                `${one.kind} ${namespace}/${name} selects ${REV}=${selected}: a gateway of another revision is no longer its`,
              ];
        }),
    remedy: () => 'select by the labels app and istio',
  },
];

/** How many pods have a proxy that is injected, for what every hop of these versions brings. */
export function sidecarsIn({pods}: ClusterSeen): number {
  return pods.filter((pod) => {
    const proxy = proxyOf(pod);
    return proxy !== undefined && !isOwnGateway(proxy);
  }).length;
}
