import {z} from 'zod';
import {COUNT, countHolds} from '../../compare.js';
import {isMapping, strict} from '../../strict.js';
import type {Expectation} from '../expectation.js';

const number = z
  .union([z.int().min(0), z.string().regex(COUNT, 'expected a number such as 2, or ">= 1"')])
  .optional();

const schema = strict({
  instances: number.describe('How many pods answered.'),
  changes: number.describe('How often an answer came from another pod than the one before it.'),
})
  .refine(({instances, changes}) => instances !== undefined || changes !== undefined, {
    message: 'wants at least one of instances, changes',
    when: isMapping,
  })
  .meta({
    description:
      'How the calls, one after the other, were spread over pods: for each call anew, or for each connection.',
    examples: [{instances: '>= 2', changes: '<= 12'}],
  });

/** How the calls, one after the other, were spread over pods: for each call anew, or for each connection. */
export const connections: Expectation<'calls', z.infer<typeof schema>> = {
  schema,
  judges: ['calls'],
  judge: ({instances, changes}, {calls}) => {
    const inOrder = [...calls].sort((a, b) => a.at - b.at);
    const pods = inOrder.map(({headers, status}) => headers['x-served-by'] ?? `nobody (status ${status})`);
    const turns = pods.filter((pod, index) => index > 0 && pod !== pods[index - 1]).length;
    const different = new Set(pods).size;
    const named = pods.every((pod) => !pod.startsWith('nobody'));
    return {
      ok:
        named &&
        (instances === undefined || countHolds(instances, different)) &&
        (changes === undefined || countHolds(changes, turns)),
      evidence: named
        ? `${different} pods, ${turns} changes between them in ${calls.length} calls`
        : `${pods.filter((pod) => pod.startsWith('nobody')).length} of ${calls.length} calls answered by ${pods.find((pod) => pod.startsWith('nobody')) ?? ''}`,
      wanted: [
        ...(instances === undefined ? [] : [`pods ${instances}`]),
        ...(changes === undefined ? [] : [`changes ${changes}`]),
      ].join(', '),
    };
  },
};
