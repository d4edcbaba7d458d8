import {z} from 'zod';
import {isMapping, strict} from '../../strict.js';
import type {Expectation} from '../expectation.js';

const list = z.array(z.string().min(1)).min(1);

const schema = strict({
  include: list.optional().describe('These are there, whatever else is.'),
  exactly: list.optional().describe('These are there and no others, in any order.'),
})
  .refine(({include, exactly}) => (include === undefined) !== (exactly === undefined), {
    message: 'wants one of include, exactly',
    when: isMapping,
  })
  .meta({
    description: 'Which names the probe found; one of `include`, `exactly`.',
    examples: [{include: ['outbound_.80_._.catalog.istioinaction.svc.cluster.local']}],
  });

/** Which names the probe found: also of objects, and of a Secret's keys. */
export const names: Expectation<'names' | 'objects' | 'secret', z.infer<typeof schema>> = {
  schema,
  judges: ['names', 'objects', 'secret'],
  judge: ({include, exactly}, measured) => {
    const wanted = include ?? exactly ?? [];
    const there = namesOf(measured);
    const found = wanted.filter((name) => there.includes(name));
    const more = exactly === undefined ? [] : there.filter((name) => !exactly.includes(name));
    const seen = there.length === 0 ? 'no name' : there.join(', ');
    const ok = found.length === wanted.length && more.length === 0;
    return {
      ok,
      evidence: ok ? found.join(', ') : seen,
      wanted: `${include ? '' : 'only '}${wanted.join(', ')}`,
    };
  },
};

type Named = Parameters<typeof names.judge>[1];

function namesOf(measured: Named): readonly string[] {
  switch (measured.kind) {
    case 'names':
      return measured.names;
    case 'objects':
      return measured.objects.map(({metadata}) => metadata.name);
    case 'secret':
      return measured.secret?.keys ?? [];
  }
}
