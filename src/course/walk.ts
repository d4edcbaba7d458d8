import type {Bench, World} from '../scenario/index.js';
import type {Voice} from './show-step.js';

/** What a walk works with. */
export interface Walk {
  readonly voice: Voice;
  readonly world: World;
  /** Where progress is kept. */
  readonly folder: string;
  /** Ends the walk. */
  readonly signal: AbortSignal;
  /** What one types to come back. */
  readonly command: string;
}

/** `left`: by the person, who can come back. `not ready`: the lab cannot bear it now. */
export type Ending = 'over' | 'failed' | 'skipped' | 'left' | 'not ready';

/** Says what a wait sees as it goes. */
export function benchFor({world, signal: ended, voice}: Walk, signal: AbortSignal): Bench {
  const say = (text: string): void => voice.terminal.say('quiet', `… ${text}`);
  return {...world, signal: AbortSignal.any([ended, signal]), say};
}
