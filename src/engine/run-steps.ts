import type {Clock} from '../base/clock.js';
import {InterruptedError, messageOf} from '../base/errors.js';
import {lookOnce, waitFor} from '../base/wait-for.js';
import type {Emit, StepEvent, StepState} from './events.js';
import {checkGraph} from './graph.js';
import {Lanes} from './lanes.js';
import type {Step, StepContext} from './step.js';

export interface RunStepsOptions {
  readonly signal: AbortSignal;
  readonly clock: Clock;
  readonly emit: Emit<StepEvent>;
  /** How many steps of a lane may run at a time. */
  readonly lanes: Readonly<Record<string, number>>;
}

export interface StepsResult {
  /** Ids of the steps that had to be made. */
  readonly made: readonly string[];
  /** Ids of the steps that the world already had. */
  readonly already: readonly string[];
}

/**
 * Brings every step about, each as early as its needs allow. The first failure lets running steps come to
 * their end, begins no other, and is thrown once all is quiet.
 */
export async function runSteps(steps: readonly Step[], options: RunStepsOptions): Promise<StepsResult> {
  checkGraph(steps);
  const {clock, emit} = options;
  const startMs = clock.nowMs();
  const lanes = new Lanes(options.lanes);
  const failure = new AbortController();
  const signal = AbortSignal.any([options.signal, failure.signal]);
  const made: string[] = [];
  const already: string[] = [];
  const errors: unknown[] = [];

  const tell = (step: Step, state: StepState, extra: {tookMs?: number; text?: string} = {}): void =>
    emit({type: 'step', id: step.id, title: step.title, state, atMs: clock.nowMs() - startMs, ...extra});

  const one = async (step: Step, needed: readonly Promise<boolean>[]): Promise<boolean> => {
    const ready = (await Promise.all(needed)).every(Boolean);
    if (!ready || signal.aborted) {
      tell(step, 'left');
      return false;
    }
    let beganMs = clock.nowMs();
    // Waiting for a lane is not the step's own time.
    const entered = (): void => void (beganMs = clock.nowMs());
    try {
      const state = await bringAbout(step, {lanes, signal: options.signal, failure, clock, tell, entered});
      if (state === 'left') {
        tell(step, state);
        return false;
      }
      (state === 'made' ? made : already).push(step.id);
      tell(step, state, {tookMs: clock.nowMs() - beganMs});
      return true;
    } catch (error) {
      errors.push(error);
      tell(step, 'failed', {tookMs: clock.nowMs() - beganMs, text: messageOf(error)});
      failure.abort();
      return false;
    }
  };

  const outcomes = new Map<string, Promise<boolean>>();
  const begin = (step: Step): Promise<boolean> => {
    const known = outcomes.get(step.id);
    if (known !== undefined) return known;
    const needed = step.needs.map((need) => begin(steps.find(({id}) => id === need) as Step));
    const outcome = one(step, needed);
    outcomes.set(step.id, outcome);
    return outcome;
  };
  await Promise.all(steps.map(begin));
  if (errors.length > 0) throw errors[0];
  if (options.signal.aborted) throw new InterruptedError();
  return {made, already};
}

interface Bring {
  readonly lanes: Lanes;
  readonly signal: AbortSignal;
  /** Aborted as soon as one step has failed. */
  readonly failure: AbortController;
  readonly clock: Clock;
  readonly tell: (step: Step, state: StepState, extra?: {text?: string}) => void;
  /** Called when the step has its place in its lane. */
  readonly entered: () => void;
}

async function bringAbout(step: Step, bring: Bring): Promise<'already' | 'made' | 'left'> {
  const {lanes, signal, failure, clock, tell, entered} = bring;
  let state: StepState = 'looking';
  const context: StepContext = {signal, say: (text) => tell(step, state, {text})};
  tell(step, state);
  if ((await lookOnce(() => step.done(context), signal)).done) return 'already';
  const leave = await lanes.enter(step.lane);
  entered();
  try {
    if (signal.aborted || failure.signal.aborted) return 'left';
    state = 'running';
    tell(step, state);
    await step.run(context);
  } catch (error) {
    // Before the lane is left: whoever waits for it must not begin.
    failure.abort();
    throw error;
  } finally {
    leave();
  }
  state = 'verifying';
  tell(step, state);
  await waitFor(step.title, () => step.done(context), {
    deadlineMs: step.deadlineMs,
    signal,
    clock,
    onSeen: context.say,
  });
  return 'made';
}
