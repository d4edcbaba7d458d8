import {EastwestError} from '../base/errors.js';
import type {Kube, KubeObject} from '../drivers/kube/kube.js';
import {containerOf, deploymentOf, deploymentRef} from './deployment.js';

interface PodStatus {
  readonly conditions?: readonly {readonly type: string; readonly status: string}[];
}

/** A ready pod of a Deployment, and the container to run a command in. */
export async function readyPodOf(
  kube: Kube,
  namespace: string,
  name: string,
  container?: string,
): Promise<{pod: string; container: string}> {
  const {deployment, pods} = await podsOf(kube, namespace, name);
  const pod = pods.find(isReady);
  if (pod !== undefined) {
    // Istio's own container stands in the pod alone, not in the Deployment.
    const injected = container !== undefined && containersOf(pod).includes(container);
    return {
      pod: pod.metadata.name,
      container: injected ? container : containerOf(deployment, container).name,
    };
  }
  throw new EastwestError(`deployment ${name} has no ready pod (${pods.length} pods)`, {
    code: 'NO-READY-POD',
  });
}

/** All ready pods of a Deployment. */
export async function readyPodsOf(
  kube: Kube,
  namespace: string,
  name: string,
): Promise<readonly KubeObject[]> {
  return (await podsOf(kube, namespace, name)).pods.filter(isReady);
}

async function podsOf(kube: Kube, namespace: string, name: string) {
  const deployment = await deploymentOf(kube, deploymentRef(name, namespace));
  const labels = deployment.spec.selector?.matchLabels ?? {};
  return {deployment, pods: await kube.list('v1', 'Pod', {namespace, labels})};
}

/** The names of a pod's containers, injected ones among them. */
function containersOf(pod: KubeObject): readonly string[] {
  const {containers = []} = (pod['spec'] ?? {}) as {containers?: readonly {readonly name: string}[]};
  return containers.map(({name}) => name);
}

function isReady(pod: KubeObject): boolean {
  const {deletionTimestamp} = pod.metadata;
  const {conditions = []} = (pod['status'] ?? {}) as PodStatus;
  return (
    deletionTimestamp === undefined &&
    conditions.some(({type, status}) => type === 'Ready' && status === 'True')
  );
}
