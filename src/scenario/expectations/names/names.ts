import {z} from 'zod';
import {isMapping, strict} from '../../strict.js';
import type {Expectation} from '../expectation.js';

const list = z.array(z.string().min(1)).min(1);

const schema = strict({
  /** These are there, whatever else is. */
  include: list.optional(),
  /** These are there and no others, in any order. */
  exactly: list.optional(),
}).refine(({include, exactly}) => (include === undefined) !== (exactly === undefined), {
  message: 'wants one of include, exactly',
  when: isMapping,
});

/** Which names the probe found. */
export const names: Expectation<'names', z.infer<typeof schema>> = {
  schema,
  judges: ['names'],
  judge: ({include, exactly}, measured) => {
    const wanted = include ?? exactly ?? [];
    const found = wanted.filter((name) => measured.names.includes(name));
    const more = exactly === undefined ? [] : measured.names.filter((name) => !exactly.includes(name));
    const seen = measured.names.length === 0 ? 'no name' : measured.names.join(', ');
    const ok = found.length === wanted.length && more.length === 0;
    return {
      ok,
      evidence: ok ? found.join(', ') : seen,
      wanted: `${include ? '' : 'only '}${wanted.join(', ')}`,
    };
  },
};
