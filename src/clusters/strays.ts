import {HopelessError} from '../base/wait-for.js';
import type {ContainerInfo, Docker} from '../drivers/docker/docker.js';
import type {Step} from '../engine/step.js';
import type {Plan} from '../plan/plan.js';
import {KIND_LABEL, labLabels} from '../plan/own.js';
import {NETWORK_STEP} from './network.js';

export const STRAYS_STEP = 'clusters.strays';

/**
 * Clusters that this lab has made and its file no longer has: the others still read them, and calls still go there. To
 * remove one in passing might be what nobody wants, so `up` says it and ends; `down` removes them with the rest.
 */
export function straysStep(plan: Plan, docker: Pick<Docker, 'containers' | 'removeContainer'>): Step {
  const strays = async (): Promise<readonly ContainerInfo[]> => {
    const all = await docker.containers(labLabels(plan));
    return all.filter(
      ({name, labels}) => labels[KIND_LABEL] !== undefined && !plan.clusters.some(({node}) => node === name),
    );
  };
  return {
    id: STRAYS_STEP,
    title: 'No cluster that the file does not have',
    needs: [NETWORK_STEP],
    commands: [`docker ps --all --filter label=${KIND_LABEL}`],
    deadlineMs: 5000,
    done: async () => {
      const found = await strays();
      if (found.length === 0) return {done: true, seen: 'none'};
      const names = found.map(({labels}) => labels[KIND_LABEL] ?? '');
      throw new HopelessError(
        `the lab ${plan.lab} has ${names.join(', ')}, and ${plan.labFile} does not; nothing was removed`,
        {
          code: 'LAB-OTHER-CLUSTERS',
          hint: 'put it back into the file, or make the lab anew: eastwest down, then eastwest up',
        },
      );
    },
    run: () => Promise.resolve(),
    undo: async () => {
      for (const {id} of await strays()) await docker.removeContainer(id);
    },
  };
}
