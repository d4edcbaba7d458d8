import {existsSync} from 'node:fs';
import {dockerEngine} from '../../src/drivers/docker/docker-engine.js';
import {LAB_LABEL} from '../../src/plan/plan.js';
import {projectFile} from '../helpers/project.js';

/** What is there of a lab: containers, networks, images with its label, kubeconfigs. Empty after `down`. */
export async function leftovers(lab = 'ch12'): Promise<string[]> {
  const docker = dockerEngine();
  const mine = {[LAB_LABEL]: lab};
  const [containers, networks, images] = await Promise.all([
    docker.containers(mine),
    docker.networks(mine),
    docker.images(mine),
  ]);
  const files = ['west', 'east', 'south', 'north']
    .map((name) => `${name}-kubeconfig`)
    .filter((file) => existsSync(projectFile(file)));
  return [
    ...containers.map(({name}) => `container ${name}`),
    ...networks.map(({name}) => `network ${name}`),
    ...images.flatMap(({tags}) => tags.map((tag) => `image ${tag}`)),
    ...files.map((file) => `file ${file}`),
  ];
}
