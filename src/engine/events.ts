export type StepState =
  'looking' | 'running' | 'verifying' | 'already' | 'made' | 'undone' | 'failed' | 'left';

/** `already`: was there. `made`: was made now. `left`: not begun, since something else failed. */
export interface StepEvent {
  readonly type: 'step';
  readonly id: string;
  readonly title: string;
  readonly state: StepState;
  /** Milliseconds since the work began. */
  readonly atMs: number;
  /** Milliseconds that this step took, once it is over. */
  readonly tookMs?: number;
  readonly text?: string;
}

export type Emit<E> = (event: E) => void;
