import type {Drivers} from '../../drivers/drivers.js';
import type {Step} from '../../engine/step.js';
import {
  addressesStep,
  controlPlaneStep,
  eastWestStep,
  ingressPortStep,
  istiodAloneStep,
  istiodStep,
  runningProxyStep,
  sniStep,
  stockEnvoyStep,
  tagStep,
  type InstallSetting,
} from '../../mesh/index.js';
import {sameIstio, withIstio} from '../../plan/istio.js';
import {clusterNamed, type ClusterPlan, type IstioPlan, type Plan} from '../../plan/plan.js';
import type {Strategy} from '../hop.js';
import {goneStep} from './gone.js';
import {namespacesStep} from './namespaces.js';
import {notedStep} from './noted.js';
import {workloadsStep} from './workloads.js';

/** One cluster that goes from one mesh to another, forth or back. */
export interface Move {
  /** The lab as it is before. */
  readonly plan: Plan;
  readonly cluster: string;
  readonly source: IstioPlan;
  readonly target: IstioPlan;
  readonly strategy: Strategy;
}

/** The steps of a cluster's move, each after the one before. What `up` would look at afterwards is what they make. */
export function moveSteps(move: Move, drivers: Drivers): readonly Step[] {
  const plan = withIstio(move.plan, move.cluster, move.target);
  const cluster = clusterNamed(plan, move.cluster);
  const steps = move.strategy === 'canary' ? byRevision : inPlace;
  return inLine([
    ...stockEnvoyStep(plan, cluster, drivers, [move.source.version]),
    ...steps(plan, cluster, move.source, drivers),
    goneStep(cluster, drivers),
    ...stockEnvoyStep(plan, cluster, drivers).map((step) => again(step, cluster)),
    notedStep(plan, cluster, drivers),
  ]);
}

/**
 * First a control plane that nobody uses, then the tag, by which new pods and checks of objects go to it; then the
 * workloads, and the gateways last: they are replaced where they stand, so what a bad istiod does to them is felt by all.
 */
function byRevision(plan: Plan, cluster: ClusterPlan, source: IstioPlan, drivers: Drivers): readonly Step[] {
  const tag = tagStep(plan, cluster, drivers);
  return [
    istiodAloneStep(plan, cluster, drivers),
    istiodStep(cluster, drivers),
    tag,
    namespacesStep(cluster, source, drivers),
    workloadsStep(cluster, drivers),
    eastWestStep(plan, cluster, drivers),
    sniStep(plan, cluster, drivers),
    ...wholeSteps(plan, cluster, drivers),
    // The installation of the gateway may have pruned it.
    again(tag, cluster),
  ];
}

/** The other version's istioctl over what is there, with all that was given to the first one; then the data plane. */
function inPlace(plan: Plan, cluster: ClusterPlan, source: IstioPlan, drivers: Drivers): readonly Step[] {
  if (sameIstio(source, cluster.istio)) return overItself(plan, cluster, drivers);
  return [
    ...wholeSteps(plan, cluster, drivers),
    again(istiodStep(cluster, drivers), cluster),
    workloadsStep(cluster, drivers),
    eastWestStep(plan, cluster, drivers),
    sniStep(plan, cluster, drivers),
  ];
}

/** From a version to itself: what a hop does is done all the same, so that it can be seen that it changes nothing. */
function overItself(plan: Plan, cluster: ClusterPlan, drivers: Drivers): readonly Step[] {
  const [controlPlane, ...more] = wholeSteps(plan, cluster, drivers, {again: true});
  return [
    ...(controlPlane === undefined ? [] : [once(controlPlane)]),
    ...more,
    again(istiodStep(cluster, drivers), cluster),
    once(workloadsStep(cluster, drivers, {all: true})),
    once(eastWestStep(plan, cluster, drivers, {again: true})),
    sniStep(plan, cluster, drivers),
  ];
}

/** The control plane with its ingress gateway, and what the lab wants of that beside. */
function wholeSteps(
  plan: Plan,
  cluster: ClusterPlan,
  drivers: Drivers,
  setting: InstallSetting = {},
): readonly Step[] {
  return [
    controlPlaneStep(plan, cluster, drivers, setting),
    ...ingressPortStep(cluster, drivers),
    addressesStep(cluster, drivers),
    runningProxyStep(plan, cluster, drivers),
  ];
}

/** A step that is done in any case, whatever is there; a hop that is gone on with does it anew. */
function once(step: Step): Step {
  let done = false;
  return {
    ...step,
    done: (context) =>
      done ? step.done(context) : Promise.resolve({done, seen: 'it is there, and made once more'}),
    run: async (context) => {
      await step.run(context);
      done = true;
    },
  };
}

/** A step of the mesh, looked at once more: `mesh.west.tag` as `upgrade.west.tag`. */
function again(step: Step, {name}: ClusterPlan): Step {
  return {...step, id: `upgrade.${name}.${step.id.split('.').at(-1)}`};
}

/** Each step after the one before: what it needs else is there. */
export function inLine(steps: readonly Step[]): readonly Step[] {
  return steps.map((step, place) => ({
    ...step,
    needs: steps
      .slice(0, place)
      .slice(-1)
      .map(({id}) => id),
  }));
}
