import type {z} from 'zod';
import {deploymentOf, waitForRollout} from '../../deployment.js';
import {shellLine} from '../../commands.js';
import {lookAll, lookAt, rolloutLooks} from '../../looks.js';
import {strict} from '../../strict.js';
import type {Action} from '../action.js';
import {deploymentAt, deploymentKeys, deploymentWords} from '../target.js';

const schema = strict(deploymentKeys);

/** Replaces the pods of a Deployment by new ones. There is nothing to take back. */
export const restart: Action<z.infer<typeof schema>> = {
  schema,
  title: ({cluster, deployment}) => `${cluster}: restart ${deployment}`,
  commands: (value, plan) => [
    shellLine(`k${value.cluster}`, 'rollout', 'restart', ...deploymentWords(value, plan)),
    shellLine(`k${value.cluster}`, 'rollout', 'status', ...deploymentWords(value, plan)),
  ],
  undo: () => Promise.resolve([]),
  run: async (value, bench) => {
    const {kube, ref} = deploymentAt(value, bench);
    // The annotation that `kubectl rollout restart` sets: a new value makes a new pod template.
    const annotations = {'kubectl.kubernetes.io/restartedAt': bench.clock.date().toISOString()};
    await kube.patch(ref, {spec: {template: {metadata: {annotations}}}});
    return waitForRollout(kube, ref, bench);
  },
  check: async (value, bench, since) => {
    const {kube, ref} = deploymentAt(value, bench);
    const labels = (await deploymentOf(kube, ref)).spec.selector?.matchLabels ?? {};
    const pods = await kube.list('v1', 'Pod', {namespace: ref.metadata.namespace ?? '', labels});
    // Kubernetes dates a pod to the second.
    const fromMs = Math.floor(since.getTime() / 1000) * 1000;
    const old = pods.filter(({metadata}) => Date.parse(metadata.creationTimestamp ?? '') < fromMs);
    const look = lookAt(
      old.map(({metadata}) => `pod ${metadata.name} is older than this step`),
      `${pods.length} new pods`,
    );
    return lookAll([() => Promise.resolve(look), ...rolloutLooks(kube, [ref])]);
  },
};
