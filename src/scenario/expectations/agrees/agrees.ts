import {z} from 'zod';
import type {Expectation} from '../expectation.js';
import {rowText} from '../row/row.js';

const schema = z
  .literal(true)
  .meta({description: 'Every caller fared as the policies say.', examples: [true]});

/** Every caller fared as the policies say. */
export const agrees: Expectation<'truthTable', true> = {
  schema,
  judges: ['truthTable'],
  judge: (_wanted, {rows}) => {
    const other = rows.filter(({expected, measured}) => expected !== measured);
    const told = other.map((row) => `${rowText(row)}, by the policies ${row.expected}`).join('; ');
    return {
      ok: rows.length > 0 && other.length === 0,
      evidence: `${rows.length - other.length} of ${rows.length} as the policies say${told === '' ? '' : `; ${told}`}`,
      wanted: 'all as the policies say',
    };
  },
};
