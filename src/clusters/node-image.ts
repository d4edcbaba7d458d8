import type {Docker} from '../drivers/docker/docker.js';
import type {Step} from '../engine/step.js';
import {LAB_LABEL, labNodeImage, type Plan} from '../plan/plan.js';
import {labLabels, MADE_OF_LABEL, madeOf} from '../plan/own.js';

export const IMAGE_STEP = 'clusters.image';

/**
 * kind's entrypoint, after it has been told where Docker Desktop's name for its host is: nowhere, as elsewhere. It would
 * ask for that by DNS, which Docker hands on to the resolver of the machine. kind then takes the default gateway.
 */
const NO_DESKTOP = [
  '/bin/sh',
  '-c',
  'echo 127.0.0.1 host.docker.internal >> /etc/hosts && exec "$0" "$@"',
  '/usr/local/bin/entrypoint',
  '/sbin/init',
];

/**
 * kind cannot label the containers that it makes, but a container inherits the labels of its image. So each
 * lab gets an image of its own that differs from the supply's by labels: whose it is, and of what. That of a lab made
 * of a bundle asks nobody outside when it starts.
 */
export function imageStep(plan: Plan, docker: Docker): Step {
  const reference = labNodeImage(plan.supplied, plan.lab);
  const {node} = plan.supplied.images;
  const labels = {...labLabels(plan), [MADE_OF_LABEL]: madeOf(plan)};
  const entrypoint = plan.supplied.supply === 'bundle' ? NO_DESKTOP : undefined;
  const lines = [
    `FROM ${node}`,
    ...(entrypoint === undefined ? [] : [`ENTRYPOINT ${JSON.stringify(entrypoint)}`]),
  ];
  const options = Object.entries(labels).map(([key, value]) => `--label '${key}=${value}'`);
  return {
    id: IMAGE_STEP,
    title: 'Node image with the label of the lab',
    needs: ['supply.ready'],
    commands: [`docker build -t ${reference} ${options.join(' ')} - <<'END'\n${lines.join('\n')}\nEND`],
    deadlineMs: 5000,
    done: async () => {
      const image = await docker.image(reference);
      return {
        done: image?.labels[LAB_LABEL] === plan.lab,
        seen: image === undefined ? 'not there' : image.id,
      };
    },
    run: () => docker.labelImage(node, reference, labels, entrypoint),
    undo: async () => {
      for (const {tags} of await docker.images(labLabels(plan))) {
        for (const tag of tags) await docker.removeImage(tag);
      }
    },
  };
}
