import {z} from 'zod';
import {shellLine} from '../../commands.js';
import {deploymentOf, waitForRollout} from '../../deployment.js';
import {lookAll, lookAt, rolloutLooks} from '../../looks.js';
import {strict} from '../../strict.js';
import type {Action} from '../action.js';
import {deploymentAt, deploymentKeys, deploymentWords} from '../target.js';

const schema = strict({
  ...deploymentKeys,
  replicas: z.int().min(0).max(20).describe('How many pods.'),
}).meta({
  description: 'Gives a Deployment this many pods and waits for them. Taken back, it has as many as before.',
  examples: [{cluster: 'west', deployment: 'simple-backend-west', replicas: 0}],
});

/** Gives a Deployment this many pods. */
export const scale: Action<z.infer<typeof schema>> = {
  schema,
  title: ({cluster, deployment, replicas}) => `${cluster}: scale ${deployment} to ${replicas}`,
  commands: (value, plan) => [
    shellLine(`k${value.cluster}`, 'scale', ...deploymentWords(value, plan), `--replicas=${value.replicas}`),
  ],
  undo: async (value, bench) => {
    const {kube, ref} = deploymentAt(value, bench);
    const {replicas = 1} = (await deploymentOf(kube, ref)).spec;
    return [{cluster: value.cluster, patch: ref, change: {spec: {replicas}}, part: 'replicas'}];
  },
  run: async (value, bench) => {
    const {kube, ref} = deploymentAt(value, bench);
    await kube.patch(ref, {spec: {replicas: value.replicas}});
    return waitForRollout(kube, ref, bench);
  },
  check: async (value, bench) => {
    const {kube, ref} = deploymentAt(value, bench);
    const {replicas = 1} = (await deploymentOf(kube, ref)).spec;
    const {deployment, replicas: wanted} = value;
    const other = replicas === wanted ? [] : [`${deployment} wants ${replicas} pods, not ${wanted}`];
    const look = lookAt(other, `${deployment} wants ${wanted} pods`);
    return lookAll([() => Promise.resolve(look), ...rolloutLooks(kube, [ref])]);
  },
};
