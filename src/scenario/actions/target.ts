import {z} from 'zod';
import type {Kube, KubeRef} from '../../drivers/kube/kube.js';
import type {Plan} from '../../plan/plan.js';
import type {Bench} from '../bench.js';
import {deploymentRef} from '../deployment.js';

const name = z.string().min(1);

export const clusterName = name.describe("The cluster, by the lab's name for it.");
const namespaceName = name.optional().describe("The lab's namespace, unless it is named.");

/** Keys that name a Deployment; without a namespace it is the lab's. */
export const deploymentKeys = {
  cluster: clusterName,
  deployment: name.describe('Name of the Deployment.'),
  namespace: namespaceName,
};
/** Keys that name any object. */
export const objectKeys = {
  apiVersion: name.describe('As in a manifest, e.g. `networking.istio.io/v1beta1`.'),
  kind: name.describe('As in a manifest, e.g. `DestinationRule`.'),
  name: name.describe('Name of the object.'),
  namespace: namespaceName,
};

export interface DeploymentTarget {
  readonly cluster: string;
  readonly deployment: string;
  readonly namespace?: string | undefined;
}

export interface ObjectTarget {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string | undefined;
}

/** `-n istioinaction deployment.apps/webapp`, as kubectl takes it; the group tells kinds of one name apart. */
export function objectWords(target: ObjectTarget, plan: Plan): readonly string[] {
  const {kind, metadata} = objectRef(target, {plan});
  const group = target.apiVersion.includes('/') ? `.${target.apiVersion.split('/')[0]}` : '';
  const home = metadata.namespace === undefined ? [] : ['-n', metadata.namespace];
  return [...home, `${kind.toLowerCase()}${group}/${metadata.name}`];
}

/** `-n istioinaction deployment/webapp`. */
export function deploymentWords({deployment, namespace}: DeploymentTarget, plan: Plan): readonly string[] {
  return ['-n', namespace ?? plan.namespace, `deployment/${deployment}`];
}

export function deploymentAt(target: DeploymentTarget, bench: Bench): {kube: Kube; ref: KubeRef} {
  const ref = deploymentRef(target.deployment, target.namespace ?? bench.plan.namespace);
  return {kube: bench.kube(target.cluster), ref};
}

const CLUSTER_WIDE =
  /^(Namespace|Node|PersistentVolume|CustomResourceDefinition|Cluster.*|.*WebhookConfiguration)$/;

/** The object's name, in the lab's namespace unless another is given or the kind has none. */
export function objectRef(
  {apiVersion, kind, name: objectName, namespace}: ObjectTarget,
  {plan}: Pick<Bench, 'plan'>,
): KubeRef {
  const home = namespace ?? (CLUSTER_WIDE.test(kind) ? undefined : plan.namespace);
  return {
    apiVersion,
    kind,
    metadata: home === undefined ? {name: objectName} : {name: objectName, namespace: home},
  };
}
