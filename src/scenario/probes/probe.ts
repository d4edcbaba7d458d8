import type {z} from 'zod';
import type {Plan} from '../../plan/plan.js';
import type {Bench} from '../bench.js';
import type {Measured} from '../measured.js';

/** One kind of measurement. `V` is what stands under its key in a scenario. */
export interface Probe<V> {
  readonly schema: z.ZodType<V>;
  readonly gives: Measured['kind'];
  /** In a few words, e.g. `20 calls from mypc to simple-backend.istioinaction.io by way of west`. */
  title(value: V): string;
  /** What a person types in `eastwest shell` to see the same. */
  commands(value: V, plan: Plan): readonly string[];
  measure(value: V, bench: Bench): Promise<Measured>;
}
