import type {Drivers} from '../drivers/drivers.js';
import type {Kube, KubeObject, KubeRef} from '../drivers/kube/kube.js';
import {DEFAULT_REVISION, revisionSuffix} from '../plan/istio.js';
import type {ClusterPlan, IstioPlan, Plan} from '../plan/plan.js';
import {istioctlOf} from './install.js';

const MUTATING = {
  apiVersion: 'admissionregistration.k8s.io/v1',
  kind: 'MutatingWebhookConfiguration',
} as const;

/** Injects into namespaces that are marked `istio-injection: enabled`, and into those of the tag. */
export const TAG_INJECTOR: KubeRef = {
  ...MUTATING,
  metadata: {name: `istio-revision-tag-${DEFAULT_REVISION}`},
};

/** What a control plane itself injects by. */
export function ownInjector(istio: IstioPlan): KubeRef {
  return {...MUTATING, metadata: {name: `istio-sidecar-injector${revisionSuffix(istio)}`}};
}

const DEACTIVATED = 'istio.io/deactivated';

interface Selecting {
  readonly webhooks?: readonly {
    readonly namespaceSelector?: {readonly matchLabels?: Readonly<Record<string, string>>};
  }[];
}

/**
 * An installation without a revision lets its own injector select, and the tag `default` take its place at the very end. One
 * that has ended in between leaves both, and istioctl then refuses every further one, since they overlap (istio issue
 * 43932): the tag has to take its place first.
 */
export async function partInjectors(
  plan: Plan,
  {kubeconfig, istio}: ClusterPlan,
  drivers: Pick<Drivers, 'istioctlAt' | 'kubeFor'>,
  signal: AbortSignal,
): Promise<void> {
  if (istio.revision !== undefined || !(await overlap(drivers.kubeFor(kubeconfig), istio))) return;
  await istioctlOf(plan, istio, drivers).setTag(kubeconfig, DEFAULT_REVISION, DEFAULT_REVISION, signal);
}

async function overlap(kube: Kube, istio: IstioPlan): Promise<boolean> {
  const [own, tag] = await Promise.all([ownInjector(istio), TAG_INJECTOR].map((ref) => kube.get(ref)));
  return tag !== undefined && own !== undefined && selects(own);
}

function selects(injector: KubeObject): boolean {
  const {webhooks = []} = injector as Selecting;
  return webhooks.some(({namespaceSelector}) => !(DEACTIVATED in (namespaceSelector?.matchLabels ?? {})));
}
