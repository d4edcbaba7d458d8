import {z} from 'zod';
import {EastwestError} from '../../../base/errors.js';
import type {Bench} from '../../bench.js';
import {shellLine} from '../../commands.js';
import {strict} from '../../strict.js';
import type {Probe} from '../probe.js';
import {logCommand, logKeys, readLogs} from './read-logs.js';

const schema = strict({
  ...logKeys,
  containing: z.string().min(1).optional().describe('Only lines that have this in them.'),
  since: z
    .enum(['scenario', 'step'])
    .optional()
    .describe("From the beginning of the scenario, unless it is the step's."),
}).meta({
  description: 'What a container has written since the scenario or the step began.',
  examples: [
    {cluster: 'east', deployment: 'istio-eastwestgateway', namespace: 'istio-system', containing: '/items'},
  ],
});

/** Typed by hand, a scenario's beginning is some minutes back at most. */
const BY_HAND_SECONDS = 300;

/** What a container has written since the scenario or the step began. */
export const logs: Probe<z.infer<typeof schema>> = {
  schema,
  gives: 'logs',
  title: ({cluster, deployment, container = 'istio-proxy'}) =>
    `${cluster}: log of ${deployment} (${container})`,
  commands: ({containing, ...place}, plan) => [
    `${logCommand(place, BY_HAND_SECONDS, plan)}${containing === undefined ? '' : ` | ${shellLine('grep', '-F', containing)}`}`,
  ],
  measure: async ({containing = '', since = 'scenario', ...place}, bench) => {
    const lines = await readLogs(place, beginningOf(bench, since), bench);
    return {kind: 'logs', lines: lines.filter(({text}) => text.includes(containing))};
  },
};

function beginningOf({begun}: Bench, since: 'scenario' | 'step'): number {
  if (begun !== undefined) return begun[since];
  throw new EastwestError('logs are read from the beginning of a scenario, and none runs', {
    code: 'NO-SCENARIO',
  });
}
