import {z} from 'zod';
import type {Kube, KubeRef} from '../../drivers/kube/kube.js';
import type {Bench} from '../bench.js';
import {deploymentRef} from '../deployment.js';

const name = z.string().min(1);

/** Keys that name a Deployment; without a namespace it is the lab's. */
export const deploymentKeys = {cluster: name, deployment: name, namespace: name.optional()};
/** Keys that name any object. */
export const objectKeys = {apiVersion: name, kind: name, name, namespace: name.optional()};

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

export function deploymentAt(target: DeploymentTarget, bench: Bench): {kube: Kube; ref: KubeRef} {
  const ref = deploymentRef(target.deployment, target.namespace ?? bench.plan.namespace);
  return {kube: bench.kube(target.cluster), ref};
}

const CLUSTER_WIDE =
  /^(Namespace|Node|PersistentVolume|CustomResourceDefinition|Cluster.*|.*WebhookConfiguration)$/;

/** The object's name, in the lab's namespace unless another is given or the kind has none. */
export function objectRef(
  {apiVersion, kind, name: objectName, namespace}: ObjectTarget,
  bench: Bench,
): KubeRef {
  const home = namespace ?? (CLUSTER_WIDE.test(kind) ? undefined : bench.plan.namespace);
  return {
    apiVersion,
    kind,
    metadata: home === undefined ? {name: objectName} : {name: objectName, namespace: home},
  };
}
