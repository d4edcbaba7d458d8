import {existsSync} from 'node:fs';
import {dockerEngine} from '../../src/drivers/docker/docker-engine.js';
import {LAB_LABEL} from '../../src/plan/plan.js';
import {projectFile} from '../helpers/project.js';

const MINE = {[LAB_LABEL]: 'ch12'};

/** What is there of the lab: containers, networks, images with its label, kubeconfigs. Empty after `down`. */
export async function leftovers(): Promise<string[]> {
  const docker = dockerEngine();
  const [containers, networks, images] = await Promise.all([
    docker.containers(MINE),
    docker.networks(MINE),
    docker.images(MINE),
  ]);
  const files = ['west-kubeconfig', 'east-kubeconfig'].filter((file) => existsSync(projectFile(file)));
  return [
    ...containers.map(({name}) => `container ${name}`),
    ...networks.map(({name}) => `network ${name}`),
    ...images.flatMap(({tags}) => tags.map((tag) => `image ${tag}`)),
    ...files.map((file) => `file ${file}`),
  ];
}
