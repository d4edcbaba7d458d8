import type {z} from 'zod';
import {waitForRollout} from '../../deployment.js';
import {shellLine} from '../../commands.js';
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
};
