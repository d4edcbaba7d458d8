import type {Step} from '../engine/step.js';
import {finalProducts, type LookWork, type Product} from './products.js';

/** Nothing to do but to see that all that was wanted is there; the other stages wait for this one. */
export function readyStep(steps: readonly Step[], finals: readonly Product[]): Step {
  return {
    id: 'supply.ready',
    title: 'Supply complete',
    needs: steps.map(({id}) => id),
    commands: [],
    deadlineMs: 5000,
    done: async () => {
      const there = await Promise.all(finals.map((one) => one.there()));
      const missing = finals.filter((_, index) => there[index] !== true).map(({name}) => name);
      return {
        done: missing.length === 0,
        seen: missing.length === 0 ? 'complete' : `no ${missing.join(', no ')}`,
      };
    },
    run: () => Promise.resolve(),
  };
}

/** Whether all that the lab itself uses is there already. */
export async function allThere(work: LookWork): Promise<boolean> {
  const {tools, node, client} = finalProducts(work);
  for (const product of [tools, node, client]) if (!(await product.there())) return false;
  return true;
}
