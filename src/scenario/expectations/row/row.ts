import {z} from 'zod';
import type {TruthRow} from '../../measured.js';
import {strict} from '../../strict.js';
import type {Expectation} from '../expectation.js';

const schema = strict({
  /** The caller's cluster. */
  cluster: z.string().min(1).optional(),
  caller: z.string().min(1).optional(),
  /** `east/simple-backend`. */
  callee: z.string().min(1).optional(),
  measured: z.enum(['allow', 'deny']),
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
