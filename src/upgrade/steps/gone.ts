import {itemsAt, stringAt} from '../../base/json.js';
import type {Drivers} from '../../drivers/drivers.js';
import type {Step} from '../../engine/step.js';
import type {ClusterPlan} from '../../plan/plan.js';

/**
 * No pod with a proxy is ending any more. A Deployment counts as rolled out while its old pods still drain: a phase that
 * ended then would leave what their end costs to the next one.
 */
export function goneStep({name, kubeconfig}: ClusterPlan, {kubeFor}: Drivers): Step {
  return {
    id: `upgrade.${name}.gone`,
    title: `Replaced pods of ${name} are gone`,
    needs: [],
    commands: ['kubectl get pods --all-namespaces'],
    deadlineMs: 180_000,
    done: async () => {
      const pods = await kubeFor(kubeconfig).list('v1', 'Pod');
      const ending = pods.filter(
        (pod) =>
          pod.metadata.deletionTimestamp !== undefined &&
          itemsAt(pod, 'spec', 'containers').some((one) => stringAt(one, 'name') === 'istio-proxy'),
      );
      const names = ending.map(({metadata}) => metadata.name).join(', ');
      return {done: ending.length === 0, seen: ending.length === 0 ? 'gone' : `still ending: ${names}`};
    },
    run: () => Promise.resolve(),
  };
}
