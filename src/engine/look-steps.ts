import {messageOf} from '../base/errors.js';
import {HopelessError} from '../base/wait-for.js';
import {checkGraph} from './graph.js';
import type {Step} from './step.js';

export interface StepStatus {
  readonly id: string;
  readonly title: string;
  readonly state: 'there' | 'missing' | 'unknown';
  readonly seen: string;
}

/**
 * Looks at every step without making any. What cannot be looked at because something it hangs from is not
 * there is `unknown`, with the reason.
 */
export async function lookSteps(steps: readonly Step[], signal: AbortSignal): Promise<readonly StepStatus[]> {
  checkGraph(steps);
  return Promise.all(
    steps.map(async ({id, title, done}): Promise<StepStatus> => {
      try {
        const look = await done({signal, say: () => undefined});
        return {id, title, state: look.done ? 'there' : 'missing', seen: look.seen};
      } catch (error) {
        return {
          id,
          title,
          state: error instanceof HopelessError ? 'missing' : 'unknown',
          seen: messageOf(error),
        };
      }
    }),
  );
}
