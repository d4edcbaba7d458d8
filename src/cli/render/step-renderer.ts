import type {Step} from '../../engine/step.js';
import type {StepRenderer} from './renderer.js';

/** Draws on a terminal, writes plain lines elsewhere. */
export async function stepRenderer(steps: readonly Step[], terminal: boolean): Promise<StepRenderer> {
  if (terminal) return (await import('./tasks.js')).taskRenderer(steps);
  return (await import('./lines.js')).lineRenderer();
}
