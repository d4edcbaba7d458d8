import type {z} from 'zod';
import {EastwestError} from '../../../base/errors.js';
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

const schema = strict(deploymentKeys).meta({
  description:
    "Kills all processes of a Deployment's pods (SIGKILL, as a crash would), deletes the pods, and waits for those that Kubernetes makes in their place.",
  examples: [{cluster: 'east', deployment: 'istio-eastwestgateway', namespace: 'istio-system'}],
});

/**
 * Kills every process of pods in the node by containerd; $1 chooses their containers. To delete a pod, even by force,
 * would let its processes end in order.
 */
const KILL =
  'found=$(ctr -n k8s.io containers ls -q "$1") && [ -n "$found" ] && for id in $found; do ctr -n k8s.io tasks kill -a -s SIGKILL "$id" || [ $? = 1 ]; done';

function chosen(namespace: string, pattern: string): string {
  return `labels."io.kubernetes.pod.namespace"==${namespace},labels."io.kubernetes.pod.name"~=${pattern}`;
}

/** Kills the pods of a Deployment, and waits for those that come in their place. */
export const killPods: Action<z.infer<typeof schema>> = {
  schema,
  title: ({cluster, deployment}) => `${cluster}: kill the pods of ${deployment}`,
  commands: (value, plan) => {
    const {namespace = plan.namespace, cluster, deployment} = value;
    const {node} = clusterNamed(plan, cluster);
    return [
      shellLine('docker', 'exec', node, 'sh', '-c', KILL, 'sh', chosen(namespace, `^${deployment}-`)),
      `k${cluster} get pods -n ${namespace} -o name | grep /${deployment}- | xargs k${cluster} delete -n ${namespace}`,
      shellLine(`k${cluster}`, 'rollout', 'status', ...deploymentWords(value, plan)),
    ];
  },
  undo: () => Promise.resolve([]),
  run: async (value, bench) => {
    const {plan, docker, signal, clock, say} = bench;
    const {kube, ref} = deploymentAt(value, bench);
    const {name, namespace = ''} = ref.metadata;
    const pods = await podsOf(value, bench);
    const {node} = clusterNamed(plan, value.cluster);
    for (const pod of pods) {
      const kill = ['sh', '-c', KILL, 'sh', chosen(namespace, `^${pod.metadata.name}$`)];
      const {exitCode, stderr} = await docker.exec(node, kill, {signal, timeoutMs: DEADLINES.execMs});
      if (exitCode !== 0)
        throw new EastwestError(`${pod.metadata.name} was not killed: ${stderr.trim()}`, {
          code: 'POD-NOT-KILLED',
        });
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
