import type {Look} from '../base/wait-for.js';

/** What a step may use while it works. */
export interface StepContext {
  readonly signal: AbortSignal;
  /** Tells the person what goes on, in a few words; the last one said is shown beside the step. */
  say(text: string): void;
}

/**
 * One idempotent piece of work. `done` looks whether the world already has it; the same look decides
 * afterwards, until `deadlineMs`, whether `run` has brought it about.
 */
export interface Step {
  /** Unique, `stage.cluster.thing`. */
  readonly id: string;
  readonly title: string;
  /** Ids of the steps that must be over first. */
  readonly needs: readonly string[];
  /** The shell commands that a person would type for the same. */
  readonly commands: readonly string[];
  /** How long `done` may stay false after `run`. */
  readonly deadlineMs: number;
  /** Steps of one lane share a limit of how many run at a time. */
  readonly lane?: string;
  done(context: StepContext): Promise<Look>;
  run(context: StepContext): Promise<void>;
  /** Takes back what `run` made; does nothing where it is not there. */
  undo?(context: StepContext): Promise<void>;
}
