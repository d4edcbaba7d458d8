import {z} from 'zod';
import {deploymentOf, restartPods} from '../../deployment.js';
import {shellLine} from '../../commands.js';
import {lookAll, lookAt, rolloutLooks} from '../../looks.js';
import {strict} from '../../strict.js';
import type {Action} from '../action.js';
import {deploymentAt, deploymentKeys, deploymentWords} from '../target.js';

const schema = strict({
  ...deploymentKeys,
  /** Pods that read at their start what the scenario changed start anew once more, when that is taken back. */
  onceMore: z.literal(true).optional(),
});

/** Replaces the pods of a Deployment by new ones. */
export const restart: Action<z.infer<typeof schema>> = {
  schema,
  title: ({cluster, deployment}) => `${cluster}: restart ${deployment}`,
  commands: (value, plan) => [
    shellLine(`k${value.cluster}`, 'rollout', 'restart', ...deploymentWords(value, plan)),
    shellLine(`k${value.cluster}`, 'rollout', 'status', ...deploymentWords(value, plan)),
  ],
  undo: (value, bench) => {
    const {ref} = deploymentAt(value, bench);
    return Promise.resolve(value.onceMore === true ? [{cluster: value.cluster, restart: ref}] : []);
  },
  run: (value, bench) => {
    const {kube, ref} = deploymentAt(value, bench);
    return restartPods(kube, ref, bench);
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
