import {z} from 'zod';
import type {Call} from '../../measured.js';
import {DEADLINES} from '../../deadlines.js';
import {shellLine} from '../../commands.js';
import {strict} from '../../strict.js';
import {answerOf} from '../call/answers.js';
import type {Probe} from '../probe.js';

const schema = strict({
  port: z.int().min(1).max(65_535).describe('Published by a node on 127.0.0.1.'),
  path: z.string().startsWith('/').optional().describe('`/` unless given.'),
  host: z.string().min(1).optional().describe('In the Host header.'),
  count: z.int().min(1).max(1000).describe('The sample size; one after the other.'),
}).meta({
  description: 'Calls from the machine that this program runs on, by a port that a node publishes there.',
  examples: [{port: 30000, path: '/api/catalog', host: 'webapp.istioinaction.io', count: 5}],
});

/** Calls from the machine that this program runs on, by a port that a node publishes there. */
export const hostCall: Probe<z.infer<typeof schema>> = {
  schema,
  gives: 'calls',
  title: ({port, path = '/', count}) =>
    `${count} ${count === 1 ? 'call' : 'calls'} from this machine to 127.0.0.1:${port}${path}`,
  commands: ({port, path = '/', host}) => [
    shellLine('curl', '-s', ...(host === undefined ? [] : ['-H', `Host: ${host}`]), urlOf(port, path)),
  ],
  measure: async ({port, path = '/', host, count}, {http, signal}) => {
    const calls: Call[] = [];
    const headers: Record<string, string> = host === undefined ? {} : {host};
    for (let n = 0; n < count; n++) {
      const options = {headers, signal, timeoutMs: DEADLINES.callMs};
      calls.push({...(await http.get(urlOf(port, path), options)), reused: false});
    }
    return {kind: 'calls', calls, answers: calls.map((one) => answerOf(one, 'status'))};
  },
};

function urlOf(port: number, path: string): string {
  return `http://127.0.0.1:${port}${path}`;
}
