import {z} from 'zod';
import {restartPods} from '../../deployment.js';
import {shellLine} from '../../commands.js';
import {forget} from '../../journal.js';
import {strict} from '../../strict.js';
import {undoTarget} from '../../undo.js';
import type {Action} from '../action.js';
import {lookNewPods} from '../new-pods.js';
import {deploymentAt, deploymentKeys, deploymentWords} from '../target.js';

const schema = strict({
  ...deploymentKeys,
  onceMore: z
    .boolean()
    .optional()
    .describe(
      'true: the pods have read at their start what the scenario changed, and start anew once more when that is taken back. false: this was that other start, since all is back already.',
    ),
}).meta({
  description: 'Replaces the pods of a Deployment by new ones and waits for them.',
  examples: [{cluster: 'east', deployment: 'istiod', namespace: 'istio-system'}],
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
  run: async (value, bench) => {
    const {kube, ref} = deploymentAt(value, bench);
    const seen = await restartPods(kube, ref, bench);
    const {cluster, onceMore} = value;
    if (onceMore === false) await forget(undoTarget({cluster, restart: ref}), cluster, bench);
    return seen;
  },
  check: lookNewPods,
};
