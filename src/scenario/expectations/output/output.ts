import {z} from 'zod';
import {shortened} from '../../probes/call/answers.js';
import {strict} from '../../strict.js';
import type {Expectation} from '../expectation.js';

const schema = strict({
  exitCode: z.int().min(0).optional().describe('How it ended; 0 unless given.'),
  equals: z.string().optional().describe('All that it wrote to stdout, less blanks at the end.'),
  contains: z.string().min(1).optional().describe('A part of what it wrote to stdout.'),
  lacks: z.string().min(1).optional().describe('What it did not write to stdout.'),
}).meta({
  description: 'How a command ended and what it wrote to stdout.',
  examples: [{contains: 'webapp'}],
});

/** How a command ended and what it wrote to stdout. */
export const output: Expectation<'output', z.infer<typeof schema>> = {
  schema,
  judges: ['output'],
  judge: ({exitCode = 0, equals, contains, lacks}, measured) => {
    const said = measured.stdout.trim() === '' ? measured.stderr.trim() : measured.stdout.trim();
    const text = equals ?? contains;
    const texts = [
      ...(text === undefined ? [] : [JSON.stringify(text)]),
      ...(lacks === undefined ? [] : [`without ${JSON.stringify(lacks)}`]),
    ];
    return {
      ok:
        measured.exitCode === exitCode &&
        (equals === undefined || measured.stdout.trimEnd() === equals) &&
        (contains === undefined || measured.stdout.includes(contains)) &&
        (lacks === undefined || !measured.stdout.includes(lacks)),
      evidence: `exit code ${measured.exitCode}, ${JSON.stringify(shortened(said))}`,
      wanted: [`exit code ${exitCode}`, ...texts].join(', '),
    };
  },
};
