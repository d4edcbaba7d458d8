import type {z} from 'zod';
import {clusterNamed} from '../../../plan/plan.js';
import {CHAIN, isCut, reconnect, reconnectLines} from '../../cut.js';
import {strict} from '../../strict.js';
import type {Action} from '../action.js';
import {clusterName} from '../target.js';

const schema = strict({cluster: clusterName}).meta({
  description: 'Takes away, before the end, what `cut` has put into the node of a cluster.',
  examples: [{cluster: 'east'}],
});

/** Takes away, before the end, what `cut` has put into the node of a cluster. */
export const reconnectCluster: Action<z.infer<typeof schema>> = {
  schema,
  title: ({cluster}) => `${cluster}: reconnect`,
  commands: ({cluster}, plan) => reconnectLines(clusterNamed(plan, cluster).node),
  undo: () => Promise.resolve([]),
  run: async ({cluster}, bench) => {
    const {node} = clusterNamed(bench.plan, cluster);
    await reconnect(node, bench);
    return `no ${CHAIN} in ${node}`;
  },
  check: async ({cluster}, bench) => {
    const {node} = clusterNamed(bench.plan, cluster);
    const there = await isCut(node, bench);
    return {done: !there, seen: `${CHAIN} is ${there ? 'still' : 'no longer'} in ${node}`};
  },
};
