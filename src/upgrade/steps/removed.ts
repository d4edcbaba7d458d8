import {HopelessError, type Look} from '../../base/wait-for.js';
import type {Drivers} from '../../drivers/drivers.js';
import type {Kube, KubeRef} from '../../drivers/kube/kube.js';
import type {Step} from '../../engine/step.js';
import {DEFAULT_VALIDATOR, installedRefs, istioctlOf, TAG_INJECTOR} from '../../mesh/index.js';
import {istiodName, istioText, REV, revisionLabel, withIstio} from '../../plan/istio.js';
import {clusterNamed, ISTIO_SYSTEM, type IstioPlan, type Plan} from '../../plan/plan.js';
import type {Strategy} from '../hop.js';
import {proxyOf} from '../precheck/proxies.js';

/** What people have made hangs from these; istioctl leaves them as well. */
const KEPT_KINDS = ['CustomResourceDefinition', 'Namespace'];

const COMPONENT = 'operator.istio.io/component';
const OF_GATEWAYS = /^(Ingress|Egress)Gateways$/;

/** What is left of another mesh in a cluster that has moved. */
export interface Removal {
  /** The lab as it is now. */
  readonly plan: Plan;
  readonly cluster: string;
  readonly gone: IstioPlan;
  readonly strategy: Strategy;
}

/** The objects that only the first installation has, by name. Pure. */
export function onlyIn(first: readonly KubeRef[], second: readonly KubeRef[]): readonly KubeRef[] {
  const kept = new Set(second.map(keyOf));
  return first.filter((ref) => !kept.has(keyOf(ref)) && !KEPT_KINDS.includes(ref.kind));
}

function keyOf({kind, metadata: {namespace = '', name}}: KubeRef): string {
  return `${kind} ${namespace}/${name}`;
}

/**
 * Nothing is left of the mesh that a cluster has come from. Of a revision istioctl removes what carries its label, and
 * leaves its own records and what it counts as the base; in place it prunes what carries the labels of the version that it
 * installs, so nothing of the other one. What is left is removed by name, and only what the mesh that stays does not have.
 */
export function removedStep({plan, cluster: name, gone, strategy}: Removal, drivers: Drivers): Step {
  const cluster = clusterNamed(plan, name);
  const {kubeconfig} = cluster;
  const former = clusterNamed(withIstio(plan, name, gone), name);
  const left = async (signal: AbortSignal): Promise<readonly KubeRef[]> => {
    const kube = drivers.kubeFor(kubeconfig);
    const [had, has] = await Promise.all(
      [former, cluster].map((one) => installedRefs(plan, one, drivers, signal)),
    );
    const refs = onlyIn(had ?? [], has ?? []);
    const live = await Promise.all(refs.map((ref) => kube.get(ref)));
    return refs.filter((_, place) => live[place] !== undefined);
  };
  return {
    id: `upgrade.${name}.removed`,
    title: `Nothing left of Istio ${istioText(gone)} in ${name}`,
    needs: [],
    commands: strategy === 'canary' ? [`istioctl uninstall -y --revision ${revisionLabel(gone)}`] : [],
    deadlineMs: 60_000,
    done: async ({signal}): Promise<Look> => {
      const refs = await left(signal);
      const [first] = refs;
      return {
        done: refs.length === 0,
        seen: first === undefined ? 'nothing' : `${refs.length} objects, ${keyOf(first)} first`,
      };
    },
    run: async ({signal, say}) => {
      const kube = drivers.kubeFor(kubeconfig);
      if (strategy === 'canary') {
        await refuseInUse(kube, gone, name);
        if (await hasIstiod(kube, former)) {
          say(`istioctl ${gone.version} removes the revision`);
          await istioctlOf(plan, gone, drivers).uninstall(kubeconfig, revisionLabel(gone), signal);
        }
      }
      for (const ref of await left(signal)) await kube.remove(ref);
    },
  };
}

/** istioctl fails where no injector has the revision, as after an uninstall that was broken off. */
async function hasIstiod(kube: Kube, former: {readonly istio: IstioPlan}): Promise<boolean> {
  const injectors = await kube.list('admissionregistration.k8s.io/v1', 'MutatingWebhookConfiguration', {
    labels: {[REV]: revisionLabel(former.istio)},
  });
  const metadata = {name: istiodName(former), namespace: ISTIO_SYSTEM};
  const istiod = await kube.get({apiVersion: 'apps/v1', kind: 'Deployment', metadata});
  return istiod !== undefined && injectors.length > 0;
}

/**
 * istioctl removes what carries the label of the revision, whatever still hangs from it: gateways, the tag, the validator.
 *
 * @throws UPGRADE-STILL-USED
 */
async function refuseInUse(kube: Kube, gone: IstioPlan, cluster: string): Promise<void> {
  const revision = revisionLabel(gone);
  const labels = {[REV]: revision};
  const lists = await Promise.all([
    kube.list('apps/v1', 'Deployment', {labels}),
    kube.list('v1', 'Service', {labels}),
  ]);
  const gateways = lists.flat().filter(({metadata}) => OF_GATEWAYS.test(metadata.labels?.[COMPONENT] ?? ''));
  const webhooks = await Promise.all([TAG_INJECTOR, DEFAULT_VALIDATOR].map((ref) => kube.get(ref)));
  const pointing = webhooks.flatMap((one) => (one?.metadata.labels?.[REV] === revision ? [one] : []));
  const pods = (await kube.list('v1', 'Pod')).filter((pod) => proxyOf(pod)?.revision === revision);
  const using = [...gateways, ...pointing, ...pods].map(keyOf);
  if (using.length === 0) return;
  throw new HopelessError(`${cluster} still uses the revision ${revision}: ${using[0]}`, {
    code: 'UPGRADE-STILL-USED',
    details: using,
    hint: 'eastwest upgrade --rollback, or eastwest explain',
  });
}
