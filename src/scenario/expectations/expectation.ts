import type {z} from 'zod';
import type {Measured} from '../measured.js';

export interface Judgement {
  readonly ok: boolean;
  /** Measured numbers with the sample size, in a few words. */
  readonly evidence: string;
  /** What would have been right, in a few words. */
  readonly wanted: string;
}

/** Picks, of everything that can be measured, what one kind of probe gives. */
export type MeasuredAs<K extends Measured['kind']> = Extract<Measured, {kind: K}>;

/** One kind of judgement. Pure: it sees what was measured, and nothing else. */
export interface Expectation<K extends Measured['kind'], V> {
  readonly schema: z.ZodType<V>;
  /** What kinds of measurement it can judge. */
  readonly judges: readonly K[];
  judge(value: V, measured: MeasuredAs<K>): Judgement;
}
