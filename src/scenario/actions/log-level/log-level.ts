import {z} from 'zod';
import {EastwestError} from '../../../base/errors.js';
import {shellLine} from '../../commands.js';
import {LOG_LEVELS, loggingCommand, logLevels, setLogLevel} from '../../log-levels.js';
import {lookAt} from '../../looks.js';
import {strict} from '../../strict.js';
import type {Action} from '../action.js';
import {deploymentAt, deploymentKeys, deploymentWords} from '../target.js';

const schema = strict({
  ...deploymentKeys,
  logger: z
    .string()
    .regex(/^[a-z0-9_]+$/, "expected the name of one of Envoy's loggers, such as filter")
    .describe("One of Envoy's loggers."),
  level: z.enum(LOG_LEVELS).describe('How much it is to write.'),
}).meta({
  description: "Changes how much the proxies of a Deployment's pods write, by Envoy's admin interface.",
  examples: [
    {
      cluster: 'east',
      deployment: 'istio-eastwestgateway',
      namespace: 'istio-system',
      logger: 'filter',
      level: 'debug',
    },
  ],
});

/** Changes the level of one of Envoy's loggers. Envoy keeps it until it ends, so it has to be taken back. */
export const logLevel: Action<z.infer<typeof schema>> = {
  schema,
  title: ({cluster, deployment, logger, level}) =>
    `${cluster}: log level ${logger}=${level} of ${deployment}`,
  commands: (value, plan) => [
    shellLine(
      `k${value.cluster}`,
      'exec',
      ...deploymentWords(value, plan),
      '-c',
      'istio-proxy',
      '--',
      ...loggingCommand({[value.logger]: value.level}),
    ),
  ],
  undo: async (value, bench) => {
    const {kube, ref} = deploymentAt(value, bench);
    const [former] = (await logLevels(kube, ref, value.logger, bench)).values();
    if (former === undefined)
      throw new EastwestError(`deployment ${value.deployment} has no ready pod`, {code: 'NO-READY-POD'});
    return [{cluster: value.cluster, logLevel: ref, logger: value.logger, level: former}];
  },
  run: async (value, bench) => {
    const {kube, ref} = deploymentAt(value, bench);
    await setLogLevel(kube, ref, value, bench);
    return `${value.logger}: ${value.level}`;
  },
  check: async (value, bench) => {
    const {kube, ref} = deploymentAt(value, bench);
    const levels = await logLevels(kube, ref, value.logger, bench);
    const others = [...levels].filter(([, level]) => level !== value.level);
    return lookAt(
      levels.size === 0
        ? [`deployment ${value.deployment} has no ready pod`]
        : others.map(([pod, level]) => `${value.logger} in ${pod} is at ${level}, not ${value.level}`),
      `${value.logger}: ${value.level}`,
    );
  },
};
