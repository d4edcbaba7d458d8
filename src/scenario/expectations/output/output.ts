import {z} from 'zod';
import {shortened} from '../../probes/call/answers.js';
import {strict} from '../../strict.js';
import type {Expectation} from '../expectation.js';

const schema = strict({
  /** 0 unless given. */
  exitCode: z.int().min(0).optional(),
  /** All of stdout, less blanks at its end. */
  equals: z.string().optional(),
  contains: z.string().min(1).optional(),
});

/** How a command ended and what it wrote to stdout. */
export const output: Expectation<'output', z.infer<typeof schema>> = {
  schema,
  judges: ['output'],
  judge: ({exitCode = 0, equals, contains}, measured) => {
    const said = measured.stdout.trim() === '' ? measured.stderr.trim() : measured.stdout.trim();
    const text = equals ?? contains;
    return {
      ok:
        measured.exitCode === exitCode &&
        (equals === undefined || measured.stdout.trimEnd() === equals) &&
        (contains === undefined || measured.stdout.includes(contains)),
      evidence: `exit code ${measured.exitCode}, ${JSON.stringify(shortened(said))}`,
      wanted: `exit code ${exitCode}${text === undefined ? '' : `, ${JSON.stringify(text)}`}`,
    };
  },
};
