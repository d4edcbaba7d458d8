import type {Drivers} from '../../drivers/drivers.js';
import type {Step} from '../../engine/step.js';
import {istioText, sameIstio} from '../../plan/istio.js';
import type {ClusterPlan, Plan} from '../../plan/plan.js';
import {readNotes, writeNote} from '../note.js';

/** The cluster's node says which mesh it is: what `up`, `status` and every other command go by from then on. */
export function notedStep(plan: Plan, {name, node, istio}: ClusterPlan, {docker}: Drivers): Step {
  return {
    id: `upgrade.${name}.noted`,
    title: `${node} says: Istio ${istioText(istio)}`,
    needs: [],
    commands: [`docker exec ${node} cat /kind/eastwest-istio-a.json /kind/eastwest-istio-b.json`],
    deadlineMs: 10_000,
    done: async () => {
      const note = (await readNotes(plan, docker)).get(name);
      const noted = note?.istio ?? {version: plan.versions.istio};
      return {done: sameIstio(noted, istio), seen: istioText(noted)};
    },
    run: async () => {
      const note = (await readNotes(plan, docker)).get(name);
      await writeNote(plan, name, {made: plan.versions.istio, ...note, istio}, docker);
    },
  };
}
