import {at, stringAt} from '../../base/json.js';
import type {Kube, KubeObject} from '../../drivers/kube/kube.js';
import {ISTIO_SYSTEM, type ClusterPlan, type Plan} from '../../plan/plan.js';
import type {InstalledObject} from '../state.js';
import {declared} from './declared.js';
import type {Keep} from './keep.js';
import {hasReadyProxy, workloadOf} from './proxies.js';

interface Wanted {
  readonly apiVersion: string;
  readonly kinds: readonly string[];
  readonly counts: (object: KubeObject, plan: Plan) => boolean;
}

const inSystem: Wanted['counts'] = ({metadata}) => metadata.namespace === ISTIO_SYSTEM;
const ofIstio: Wanted['counts'] = ({metadata}) => metadata.name.startsWith('istio');
const both: Wanted['counts'] = (object, plan) => inSystem(object, plan) && ofIstio(object, plan);
const inMesh: Wanted['counts'] = ({metadata}, {namespace}) =>
  [ISTIO_SYSTEM, namespace].includes(metadata.namespace ?? '');

/** What Istio installs, and what a person tells it, by API version. */
const WANTED: readonly Wanted[] = [
  {
    apiVersion: 'v1',
    kinds: ['Namespace'],
    counts: ({metadata}, {namespace}) => [ISTIO_SYSTEM, namespace].includes(metadata.name),
  },
  {apiVersion: 'v1', kinds: ['Service', 'ServiceAccount'], counts: both},
  {
    apiVersion: 'v1',
    kinds: ['ConfigMap'],
    counts: (object, plan) => inSystem(object, plan) && isSettings(object),
  },
  {apiVersion: 'apps/v1', kinds: ['Deployment', 'DaemonSet'], counts: both},
  {apiVersion: 'autoscaling/v2', kinds: ['HorizontalPodAutoscaler'], counts: both},
  {apiVersion: 'policy/v1', kinds: ['PodDisruptionBudget'], counts: both},
  {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kinds: ['ClusterRole', 'ClusterRoleBinding'],
    counts: ofIstio,
  },
  {apiVersion: 'rbac.authorization.k8s.io/v1', kinds: ['Role', 'RoleBinding'], counts: both},
  {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kinds: ['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration'],
    counts: ofIstio,
  },
  {
    apiVersion: 'apiextensions.k8s.io/v1',
    kinds: ['CustomResourceDefinition'],
    counts: (object) => stringAt(object, 'spec', 'group').endsWith('istio.io'),
  },
  {
    apiVersion: 'networking.istio.io/v1beta1',
    kinds: ['Gateway', 'VirtualService', 'DestinationRule', 'ServiceEntry', 'Sidecar'],
    counts: inMesh,
  },
  {apiVersion: 'networking.istio.io/v1alpha3', kinds: ['EnvoyFilter'], counts: inMesh},
  {
    apiVersion: 'security.istio.io/v1beta1',
    kinds: ['AuthorizationPolicy', 'PeerAuthentication', 'RequestAuthentication'],
    counts: inMesh,
  },
  {apiVersion: 'telemetry.istio.io/v1alpha1', kinds: ['Telemetry'], counts: inMesh},
];

/** The mesh's settings, or the injector's; controllers keep their locks and certificates in others. */
function isSettings(object: KubeObject): boolean {
  return at(object, 'data', 'mesh') !== undefined || at(object, 'data', 'values') !== undefined;
}

/** The objects of one cluster that Istio has installed or reads. */
export async function objectsOf(
  plan: Plan,
  cluster: ClusterPlan,
  kube: Kube,
  pods: readonly KubeObject[],
  keep: Keep,
): Promise<readonly InstalledObject[]> {
  const lists = await Promise.all(
    WANTED.flatMap(({apiVersion, kinds, counts}) =>
      kinds.map(async (kind) =>
        (await kube.list(apiVersion, kind)).filter(
          (object) => object.metadata.deletionTimestamp === undefined && counts(object, plan),
        ),
      ),
    ),
  );
  const {ingressNodePort, addons} = cluster;
  const asked = [ingressNodePort ?? [], addons.map(({nodePort}) => nodePort)].flat();
  return [...lists.flat(), ...injected(pods, plan)].map((object) => {
    const {name, namespace} = object.metadata;
    return {
      cluster: cluster.name,
      kind: object.kind,
      ...(namespace === undefined ? {} : {namespace}),
      name,
      part: keep(declared(object, asked)),
    };
  });
}

/** The pods with a sidecar under the names of their workloads; a gateway's proxy stands in its Deployment. */
function injected(pods: readonly KubeObject[], {namespace}: Plan): readonly KubeObject[] {
  return pods
    .filter((pod) => pod.metadata.namespace === namespace && hasReadyProxy(pod))
    .map((pod) => ({...pod, kind: 'Pod', metadata: {...pod.metadata, name: workloadOf(pod)}}));
}
