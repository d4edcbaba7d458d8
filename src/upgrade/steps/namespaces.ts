import type {Drivers} from '../../drivers/drivers.js';
import type {KubeObject} from '../../drivers/kube/kube.js';
import type {Step} from '../../engine/step.js';
import {REV, revisionLabel} from '../../plan/istio.js';
import type {ClusterPlan, IstioPlan} from '../../plan/plan.js';

/**
 * Namespaces that name the revision which is left get the other one. Those that are marked `istio-injection: enabled`, or
 * name the tag `default`, have moved with the tag.
 */
export function namespacesStep(cluster: ClusterPlan, source: IstioPlan, {kubeFor}: Drivers): Step {
  const {name, kubeconfig, istio} = cluster;
  const revision = revisionLabel(istio);
  const left = async (): Promise<readonly KubeObject[]> => {
    if (source.revision === undefined) return [];
    const all = await kubeFor(kubeconfig).list('v1', 'Namespace');
    return all.filter(({metadata}) => metadata.labels?.[REV] === source.revision);
  };
  return {
    id: `upgrade.${name}.namespaces`,
    title: `Namespaces of ${name} name the revision ${revision}`,
    needs: [],
    commands: [`kubectl label namespace -l ${REV}=${revisionLabel(source)} ${REV}=${revision} --overwrite`],
    deadlineMs: 10_000,
    done: async () => {
      const names = (await left()).map(({metadata}) => metadata.name);
      const seen = names.length === 0 ? `none names ${revisionLabel(source)}` : names.join(', ');
      return {done: names.length === 0, seen};
    },
    run: async () => {
      const kube = kubeFor(kubeconfig);
      for (const {apiVersion, kind, metadata} of await left()) {
        await kube.patch(
          {apiVersion, kind, metadata: {name: metadata.name}},
          {
            metadata: {labels: {[REV]: revision}},
          },
        );
      }
    },
  };
}
