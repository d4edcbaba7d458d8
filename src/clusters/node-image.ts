import type {Docker} from '../drivers/docker/docker.js';
import type {Step} from '../engine/step.js';
import {LAB_LABEL, labNodeImage, type Plan} from '../plan/plan.js';
import {labLabels, MADE_OF_LABEL, madeOf} from '../plan/own.js';

export const IMAGE_STEP = 'clusters.image';

/**
 * kind cannot label the containers that it makes, but a container inherits the labels of its image. So each
 * lab gets an image of its own that differs from the supply's by labels only: whose it is, and of what.
 */
export function imageStep(plan: Plan, docker: Docker): Step {
  const reference = labNodeImage(plan.supplied, plan.lab);
  const {node} = plan.supplied.images;
  return {
    id: IMAGE_STEP,
    title: 'Node image with the label of the lab',
    needs: ['supply.ready'],
    commands: [
      `echo FROM ${node} | docker build -t ${reference} --label ${LAB_LABEL}=${plan.lab} --label '${MADE_OF_LABEL}=${madeOf(plan)}' -`,
    ],
    deadlineMs: 5000,
    done: async () => {
      const image = await docker.image(reference);
      return {
        done: image?.labels[LAB_LABEL] === plan.lab,
        seen: image === undefined ? 'not there' : image.id,
      };
    },
    run: () => docker.labelImage(node, reference, {...labLabels(plan), [MADE_OF_LABEL]: madeOf(plan)}),
    undo: async () => {
      for (const {tags} of await docker.images(labLabels(plan))) {
        for (const tag of tags) await docker.removeImage(tag);
      }
    },
  };
}
