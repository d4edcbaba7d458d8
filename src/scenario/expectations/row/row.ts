import {z} from 'zod';
import type {TruthRow} from '../../measured.js';
import {strict} from '../../strict.js';
import type {Expectation} from '../expectation.js';

const schema = strict({
  cluster: z.string().min(1).optional().describe("The caller's cluster."),
  caller: z.string().min(1).optional().describe('Name of the caller, as the table has it.'),
  callee: z.string().min(1).optional().describe('`east/simple-backend`.'),
  measured: z.enum(['allow', 'deny']).describe('What came of the calls.'),
}).meta({
  description: 'All rows of this caller and callee came out like this; there must be one.',
  examples: [{caller: 'webapp', measured: 'deny'}],
});

/** All rows of this caller and callee came out like this; there must be one. */
export const row: Expectation<'truthTable', z.infer<typeof schema>> = {
  schema,
  judges: ['truthTable'],
  judge: ({measured, ...who}, {rows}) => {
    const named = rows.filter((candidate) =>
      Object.entries(who).every(
        ([key, value]) => value === undefined || candidate[key as keyof TruthRow] === value,
      ),
    );
    const words = Object.values(who).join(' ');
    return {
      ok: named.length > 0 && named.every((candidate) => candidate.measured === measured),
      evidence: named.length === 0 ? `no row of ${words}` : named.map(rowText).join('; '),
      wanted: `${words || 'all'}: ${measured}`,
    };
  },
};

/** `west/webapp to east/simple-backend: deny`. */
export function rowText({cluster, caller, callee, measured}: TruthRow): string {
  return `${cluster}/${caller} to ${callee}: ${measured}`;
}
