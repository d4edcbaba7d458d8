import {z} from 'zod';
import {DEADLINES} from '../../deadlines.js';
import {shellLine} from '../../commands.js';
import {strict} from '../../strict.js';
import type {Probe} from '../probe.js';
import {runAt, source, sourceText, sourceWords} from '../source.js';

const schema = strict({
  from: source,
  command: z.array(z.string()).min(1).describe('A program and its arguments; there is no shell between.'),
  timeoutMs: z.int().min(1).optional().describe('In milliseconds; 30000 unless given.'),
}).meta({
  description: 'How a command ends and what it prints.',
  examples: [{from: {cluster: 'west', deployment: 'webapp'}, command: ['cat', '/etc/hostname']}],
});

/** The output of a command. */
export const exec: Probe<z.infer<typeof schema>> = {
  schema,
  gives: 'output',
  title: ({from, command}) => `${sourceText(from)}: ${command.join(' ')}`,
  commands: ({from, command}, plan) => [shellLine(...sourceWords(from, plan), ...command)],
  measure: async ({from, command, timeoutMs = DEADLINES.execMs}, bench) => ({
    kind: 'output',
    ...(await runAt(from, command, timeoutMs, bench)),
  }),
};
