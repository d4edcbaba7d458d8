import {EastwestError, messageOf} from '../base/errors.js';
import type {Clock} from '../base/clock.js';
import type {Emit, StepEvent} from './events.js';
import {inOrder} from './graph.js';

import type {Step} from './step.js';

export interface UndoOptions {
  readonly signal: AbortSignal;
  readonly clock: Clock;
  readonly emit: Emit<StepEvent>;
}

/**
 * Takes back what the steps made: a step only after those that need it. What cannot be taken back does not
 * stop the rest; all of it is named in the error at the end.
 */
export async function undoSteps(steps: readonly Step[], {signal, clock, emit}: UndoOptions): Promise<void> {
  const startMs = clock.nowMs();
  const failures: string[] = [];
  const undone = new Map<string, Promise<void>>();
  for (const step of [...inOrder(steps)].reverse()) {
    const users = steps.filter(({needs}) => needs.includes(step.id)).flatMap(({id}) => undone.get(id) ?? []);
    undone.set(
      step.id,
      Promise.all(users).then(async () => {
        const beganMs = clock.nowMs();
        const tell = (state: StepEvent['state'], text?: string): void =>
          emit({
            type: 'step',
            id: step.id,
            title: step.title,
            state,
            atMs: clock.nowMs() - startMs,
            ...(state === 'running' ? {} : {tookMs: clock.nowMs() - beganMs}),
            ...(text === undefined ? {} : {text}),
          });
        if (step.undo === undefined) return;
        try {
          tell('running');
          await step.undo({signal, say: (text) => tell('running', text)});
          tell('undone');
        } catch (error) {
          failures.push(`${step.title}: ${messageOf(error)}`);
          tell('failed', messageOf(error));
        }
      }),
    );
  }
  await Promise.all(undone.values());
  if (failures.length > 0) {
    throw new EastwestError('not everything could be removed', {
      code: 'DOWN-INCOMPLETE',
      details: failures,
      hint: 'run `eastwest down` again',
    });
  }
}
