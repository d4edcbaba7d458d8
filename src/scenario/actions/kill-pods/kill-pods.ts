import type {z} from 'zod';
import {waitFor, type Look} from '../../../base/wait-for.js';
import {clusterNamed} from '../../../plan/plan.js';
import {shellLine} from '../../commands.js';
import {DEADLINES} from '../../deadlines.js';
import {readyPodsOf} from '../../pods.js';
import {refOf} from '../../undo.js';
import {strict} from '../../strict.js';
import type {Action} from '../action.js';
import {lookNewPods, podsOf} from '../new-pods.js';
import {deploymentAt, deploymentKeys, deploymentWords} from '../target.js';
import {killCommands, killPod} from './containerd.js';

const schema = strict(deploymentKeys).meta({
  description:
    "Kills all processes of a Deployment's pods (SIGKILL, as a crash would), deletes the pods, and waits for those that Kubernetes makes in their place.",
  examples: [{cluster: 'east', deployment: 'istio-eastwestgateway', namespace: 'istio-system'}],
});

/** Kills the pods of a Deployment, and waits for those that come in their place. */
export const killPods: Action<z.infer<typeof schema>> = {
  schema,
  title: ({cluster, deployment}) => `${cluster}: kill the pods of ${deployment}`,
  commands: (value, plan) => {
    const {namespace = plan.namespace, cluster, deployment} = value;
    const {node} = clusterNamed(plan, cluster);
    return [
      ...killCommands(node, namespace, `^${deployment}-`),
      `k${cluster} get pods -n ${namespace} -o name | grep /${deployment}- | xargs k${cluster} delete -n ${namespace}`,
      shellLine(`k${cluster}`, 'rollout', 'status', ...deploymentWords(value, plan)),
    ];
  },
  undo: () => Promise.resolve([]),
  run: async (value, bench) => {
    const {plan, signal, clock, say} = bench;
    const {kube, ref} = deploymentAt(value, bench);
    const {name, namespace = ''} = ref.metadata;
    const pods = await podsOf(value, bench);
    const {node} = clusterNamed(plan, value.cluster);
    for (const pod of pods) {
      await killPod(node, namespace, pod.metadata.name, bench);
      await kube.remove(refOf(pod));
    }
    const killed = pods.map(({metadata}) => metadata.name);
    // What the Deployment says of itself may still be about the pods that were killed.
    const look = async (): Promise<Look> => {
      const ready = await readyPodsOf(kube, namespace, name);
      const fresh = ready.filter(({metadata}) => !killed.includes(metadata.name)).length;
      return {done: fresh >= pods.length, seen: `${fresh} of ${pods.length} new pods ready`};
    };
    const {seen} = await waitFor(`new pods of ${name}`, look, {
      deadlineMs: DEADLINES.rolloutMs,
      signal,
      clock,
      onSeen: say,
    });
    return `${killed.join(', ')} killed; ${seen}`;
  },
  check: lookNewPods,
};
