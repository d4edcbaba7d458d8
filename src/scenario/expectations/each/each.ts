import {z} from 'zod';
import {hasPart} from '../../partial.js';
import type {Expectation} from '../expectation.js';

const schema = z.record(z.string(), z.unknown()).meta({
  description: 'Every object has at least these fields with these values; there must be one.',
  examples: [{spec: {hosts: ['*']}}],
});

/** Every object has at least these fields with these values; there must be one. */
export const each: Expectation<'objects', z.infer<typeof schema>> = {
  schema,
  judges: ['objects'],
  judge: (wanted, {objects}) => {
    const others = objects.filter((object) => !hasPart(object, wanted));
    const right = `${objects.length - others.length} of ${objects.length}`;
    const names = others.map(({metadata}) => metadata.name).join(', ');
    return {
      ok: objects.length > 0 && others.length === 0,
      evidence: `${right} like ${JSON.stringify(wanted)}${names === '' ? '' : `; not: ${names}`}`,
      wanted: `each like ${JSON.stringify(wanted)}`,
    };
  },
};
