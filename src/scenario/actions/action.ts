import type {z} from 'zod';
import type {Look} from '../../base/wait-for.js';
import type {Plan} from '../../plan/plan.js';
import type {Bench} from '../bench.js';
import type {Undo} from '../undo.js';

/** One kind of change to the lab. `V` is what stands under its key in a scenario. */
export interface Action<V> {
  readonly schema: z.ZodType<V>;
  /** In a few words, e.g. `west: scale simple-backend-west to 0`. */
  title(value: V): string;
  /** What a person types for the same in `eastwest shell`. */
  commands(value: V, plan: Plan): readonly string[];
  /** Files of the lab that it reads. */
  files?(value: V): readonly string[];
  /** What will take it back; asked before `run`. */
  undo(value: V, bench: Bench): Promise<readonly Undo[]>;
  /** Makes the change, waits until it is there and says what was seen. */
  run(value: V, bench: Bench): Promise<string>;
  /**
   * Whether the world is as `run` would leave it, and what is missing: for a person who does it by hand and began
   * at `since`.
   */
  check(value: V, bench: Bench, since: Date): Promise<Look>;
}
