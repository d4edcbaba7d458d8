import type {Look} from '../../base/wait-for.js';
import type {KubeObject} from '../../drivers/kube/kube.js';
import type {Bench} from '../bench.js';
import {deploymentOf} from '../deployment.js';
import {lookAll, lookAt, rolloutLooks} from '../looks.js';
import {deploymentAt, type DeploymentTarget} from './target.js';

/** All pods of a Deployment, whatever their state. */
export async function podsOf(target: DeploymentTarget, bench: Bench): Promise<readonly KubeObject[]> {
  const {kube, ref} = deploymentAt(target, bench);
  const labels = (await deploymentOf(kube, ref)).spec.selector?.matchLabels ?? {};
  return kube.list('v1', 'Pod', {namespace: ref.metadata.namespace ?? '', labels});
}

/** Whether a Deployment is rolled out and all its pods have come since a moment. */
export async function lookNewPods(target: DeploymentTarget, bench: Bench, since: Date): Promise<Look> {
  const {kube, ref} = deploymentAt(target, bench);
  const pods = await podsOf(target, bench);
  // Kubernetes dates a pod to the second.
  const fromMs = Math.floor(since.getTime() / 1000) * 1000;
  const old = pods.filter(({metadata}) => Date.parse(metadata.creationTimestamp ?? '') < fromMs);
  const look = lookAt(
    old.map(({metadata}) => `pod ${metadata.name} is older than this step`),
    `${pods.length} new pods`,
  );
  return lookAll([() => Promise.resolve(look), ...rolloutLooks(kube, [ref])]);
}
