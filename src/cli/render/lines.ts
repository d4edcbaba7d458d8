import type {StepEvent} from '../../engine/events.js';
import {seconds, type StepRenderer} from './renderer.js';

const SHOWN = new Set<StepEvent['state']>(['running', 'made', 'undone', 'failed']);

/** One line for each step that begins or ends; what was there already is not worth a line. */
export function lineRenderer(): StepRenderer {
  return {
    emit: (event) => {
      const {state, title, atMs, tookMs, text} = event;
      if (!SHOWN.has(state)) return;
      // A step that says something while it runs would fill a log: only its beginning is written.
      if (state === 'running' && text !== undefined) return;
      const took = tookMs === undefined ? '' : ` (${seconds(tookMs)})`;
      const more = text === undefined ? '' : `: ${text}`;
      process.stderr.write(`${seconds(atMs).padStart(8)}  ${state.padEnd(8)}${title}${took}${more}\n`);
    },
    end: () => Promise.resolve(),
  };
}
