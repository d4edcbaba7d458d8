import {STATE_NAMES, type StateName} from '../differences/index.js';
import type {HopNote} from './note.js';

/** The states that a hop is judged by; of one that a person takes back how it was forth was judged before. Pure. */
export function statesOf({hop, stage}: Pick<HopNote, 'hop' | 'stage'>): readonly StateName[] {
  const later = STATE_NAMES.filter((name) => name !== 'before');
  return stage === 'back' && !hop.rollback ? later.filter((name) => name === 'rolled-back') : later;
}
