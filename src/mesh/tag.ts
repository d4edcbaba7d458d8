import type {Look} from '../base/wait-for.js';
import type {Drivers} from '../drivers/drivers.js';
import type {Kube, KubeObject, KubeRef} from '../drivers/kube/kube.js';
import type {Step} from '../engine/step.js';
import {DEFAULT_REVISION, istiodName, REV, revisionLabel} from '../plan/istio.js';
import type {ClusterPlan, Plan} from '../plan/plan.js';
import {istiodStepId} from './control-plane.js';
import {TAG_INJECTOR} from './injectors.js';
import {istioctlOf} from './install.js';

const ADMISSION = 'admissionregistration.k8s.io/v1';

/** Validates every object that names no revision. Where its istiod is gone, nothing can be changed any more. */
export const DEFAULT_VALIDATOR: KubeRef = {
  apiVersion: ADMISSION,
  kind: 'ValidatingWebhookConfiguration',
  metadata: {name: 'istiod-default-validator'},
};

/**
 * From Istio 1.19 on `tag set` gives the tag the labels of the installation, and the next `istioctl install` of the same
 * revision prunes what carries them and is not in its manifest: the tag. By this label it leaves it alone, as it does with
 * one that it has made itself.
 */
const NOT_PRUNED = 'install.operator.istio.io/owning-resource-not-pruned';

interface Webhooks {
  readonly webhooks?: readonly {
    readonly clientConfig: {
      readonly caBundle?: string;
      readonly service?: {readonly name: string};
    };
  }[];
}

export function tagStepId({name}: ClusterPlan): string {
  return `mesh.${name}.tag`;
}

/** The revision tag `default` points to the cluster's control plane: it injects, and it validates. */
export function tagStep(plan: Plan, cluster: ClusterPlan, drivers: Drivers): Step {
  const {name, kubeconfig, istio} = cluster;
  const revision = revisionLabel(istio);
  return {
    id: tagStepId(cluster),
    title: `${istiodName(cluster)} injects and validates in ${name}`,
    needs: [istiodStepId(cluster)],
    commands: [`istioctl tag set ${DEFAULT_REVISION} --revision ${revision} --overwrite`],
    deadlineMs: 60_000,
    done: () => lookTag(drivers.kubeFor(kubeconfig), cluster),
    run: async ({signal}) => {
      const kube = drivers.kubeFor(kubeconfig);
      await istioctlOf(plan, istio, drivers).setTag(kubeconfig, DEFAULT_REVISION, revision, signal);
      for (const ref of [TAG_INJECTOR, DEFAULT_VALIDATOR])
        await kube.patch(ref, {metadata: {labels: {[NOT_PRUNED]: 'true'}}});
    },
  };
}

async function lookTag(kube: Kube, cluster: ClusterPlan): Promise<Look> {
  const found = await Promise.all([TAG_INJECTOR, DEFAULT_VALIDATOR].map((ref) => kube.get(ref)));
  const faults = [TAG_INJECTOR, DEFAULT_VALIDATOR].flatMap(({metadata}, place) => {
    const fault = faultOf(found[place], cluster);
    return fault === undefined ? [] : [`${metadata.name} ${fault}`];
  });
  return {done: faults.length === 0, seen: faults[0] ?? `both go to ${istiodName(cluster)}`};
}

function faultOf(found: KubeObject | undefined, cluster: ClusterPlan): string | undefined {
  if (found === undefined) return 'is not there';
  const revision = found.metadata.labels?.[REV] ?? 'none';
  if (revision !== revisionLabel(cluster.istio)) return `is of revision ${revision}`;
  const {webhooks = []} = found as unknown as Webhooks;
  const other = webhooks.find(({clientConfig}) => clientConfig.service?.name !== istiodName(cluster));
  if (webhooks.length === 0 || other !== undefined)
    return `goes to ${other?.clientConfig.service?.name ?? 'nobody'}`;
  // istiod itself writes it, some moments after the tag was made.
  if (webhooks.some(({clientConfig}) => (clientConfig.caBundle ?? '') === '')) return 'has no CA yet';
  return found.metadata.labels?.[NOT_PRUNED] === 'true' ? undefined : 'may be pruned';
}
