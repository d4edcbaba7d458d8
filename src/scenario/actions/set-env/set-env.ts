import {z} from 'zod';
import {shellLine} from '../../commands.js';
import {containerOf, deploymentOf, waitForRollout, type Container} from '../../deployment.js';
import {lookAll, lookAt, rolloutLooks} from '../../looks.js';
import {strict} from '../../strict.js';
import type {Action} from '../action.js';
import {deploymentAt, deploymentKeys, deploymentWords} from '../target.js';

const schema = strict({
  ...deploymentKeys,
  container: z.string().min(1).optional().describe("The Deployment's first one, unless it is named."),
  env: z.record(z.string().min(1), z.string()).describe('Variables and their values.'),
}).meta({
  description:
    'Sets environment variables of a Deployment and waits until only pods that have them serve. Taken back, they have their former values.',
  examples: [{cluster: 'west', deployment: 'simple-backend-west', env: {ERROR_RATE: '1'}}],
});

/** Sets environment variables of a Deployment and waits until only pods that have them serve. */
export const setEnv: Action<z.infer<typeof schema>> = {
  schema,
  title: ({cluster, deployment, env}) => `${cluster}: set ${envText(env)} on ${deployment}`,
  commands: (value, plan) => [
    shellLine(
      `k${value.cluster}`,
      'set',
      'env',
      ...deploymentWords(value, plan),
      ...(value.container === undefined ? [] : ['-c', value.container]),
      ...Object.entries(value.env).map(([name, text]) => `${name}=${text}`),
    ),
    shellLine(`k${value.cluster}`, 'rollout', 'status', ...deploymentWords(value, plan)),
  ],
  undo: async (value, bench) => {
    const {kube, ref} = deploymentAt(value, bench);
    const container = containerOf(await deploymentOf(kube, ref), value.container);
    const names = Object.keys(value.env).sort();
    const change = containerPatch(
      container.name,
      names.map((name) => former(container, name)),
    );
    const part = `env ${names.join(', ')} in ${container.name}`;
    return [{cluster: value.cluster, patch: ref, change, part}];
  },
  run: async (value, bench) => {
    const {kube, ref} = deploymentAt(value, bench);
    const container = containerOf(await deploymentOf(kube, ref), value.container);
    const env = Object.entries(value.env).map(([name, text]) => ({name, value: text, valueFrom: null}));
    await kube.patch(ref, containerPatch(container.name, env));
    return waitForRollout(kube, ref, bench);
  },
  check: async (value, bench) => {
    const {kube, ref} = deploymentAt(value, bench);
    const {name, env = []} = containerOf(await deploymentOf(kube, ref), value.container);
    const live = (variable: string): string | undefined =>
      env.find((candidate) => candidate.name === variable)?.value;
    const other = Object.entries(value.env).filter(([variable, text]) => live(variable) !== text);
    const look = lookAt(
      other.map(
        ([variable, text]) => `${variable} in ${name} is ${live(variable) ?? 'not set'}, not ${text}`,
      ),
      `${envText(value.env)} in ${name}`,
    );
    return lookAll([() => Promise.resolve(look), ...rolloutLooks(kube, [ref])]);
  },
};

function envText(env: Readonly<Record<string, string>>): string {
  return Object.entries(env)
    .map(([name, value]) => `${name}=${value}`)
    .join(' ');
}

/** As strategic merge patches write it: what is to be as before, or to be gone. */
function former({env = []}: Container, name: string): object {
  const entry = env.find((candidate) => candidate.name === name);
  if (entry === undefined) return {name, $patch: 'delete'};
  if (entry.valueFrom !== undefined) return {name, value: null, valueFrom: entry.valueFrom};
  return {name, value: entry.value ?? '', valueFrom: null};
}

function containerPatch(name: string, env: readonly object[]): object {
  return {spec: {template: {spec: {containers: [{name, env}]}}}};
}
