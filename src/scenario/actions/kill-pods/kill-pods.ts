import type {z} from 'zod';
import {waitFor, type Look} from '../../../base/wait-for.js';
import {clusterNamed} from '../../../plan/plan.js';
import {shellLine} from '../../commands.js';
import {DEADLINES} from '../../deadlines.js';
import {lookAll, rolloutLooks} from '../../looks.js';
import {refOf} from '../../undo.js';
import {strict} from '../../strict.js';
import type {Action} from '../action.js';
import {lookNewPods, podsOf} from '../new-pods.js';
import {deploymentAt, deploymentKeys, deploymentWords} from '../target.js';

const schema = strict(deploymentKeys).meta({
  description:
    'Deletes the pods of a Deployment without any grace, as a crash would end them, and waits for those that Kubernetes makes in their place.',
  examples: [{cluster: 'east', deployment: 'istio-eastwestgateway', namespace: 'istio-system'}],
});

/** Ends the pods of a Deployment at once, and waits for those that come in their place. */
export const killPods: Action<z.infer<typeof schema>> = {
  schema,
  title: ({cluster, deployment}) => `${cluster}: kill the pods of ${deployment}`,
  commands: (value, plan) => {
    const {namespace = plan.namespace, cluster, deployment} = value;
    const {node} = clusterNamed(plan, cluster);
    return [
      `k${cluster} get pods -n ${namespace} -o name | grep /${deployment}- | xargs k${cluster} delete -n ${namespace} --grace-period=0 --force # on ${node}`,
      shellLine(`k${cluster}`, 'rollout', 'status', ...deploymentWords(value, plan)),
    ];
  },
  undo: () => Promise.resolve([]),
  run: async (value, bench) => {
    const {kube, ref} = deploymentAt(value, bench);
    const pods = await podsOf(value, bench);
    for (const pod of pods) await kube.remove(refOf(pod), 0);
    const names = new Set(pods.map(({metadata}) => metadata.name));
    const look = async (): Promise<Look> => {
      const left = (await podsOf(value, bench)).filter(({metadata}) => names.has(metadata.name));
      if (left.length > 0) return {done: false, seen: `${left.length} of the killed pods are still there`};
      return lookAll(rolloutLooks(kube, [ref]));
    };
    const {seen} = await waitFor(`new pods of ${value.deployment}`, look, {
      deadlineMs: DEADLINES.rolloutMs,
      signal: bench.signal,
      clock: bench.clock,
      onSeen: bench.say,
    });
    return `${[...names].join(', ')} killed; ${seen}`;
  },
  check: lookNewPods,
};
