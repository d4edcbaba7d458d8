import type {StepEvent} from '../../engine/events.js';

/** Shows the progress of steps on stderr. */
export interface StepRenderer {
  emit(event: StepEvent): void;
  /** Resolves when all is drawn; call it once, whether the work ended well or not. */
  end(): Promise<void>;
}

/** Seconds with one digit, e.g. `12.3 s`. */
export function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
