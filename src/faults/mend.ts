import {messageOf, throwIfInterrupted} from '../base/errors.js';
import type {Bench} from '../scenario/bench.js';
import {readPlanted, writePlanted, type Planted} from './journal.js';
import {inRounds, takeBack, undoText, type FaultUndo} from './undo.js';

/** What was taken back, and what could not be, each in words. */
export interface Mended {
  readonly planted: Planted | undefined;
  readonly done: readonly string[];
  readonly leftBehind: readonly string[];
}

/**
 * Takes back all that a fault has changed, also one whose planting was broken off. What is done is struck out as it
 * is done, so that a mend that was killed goes on; what cannot be does not keep the rest from being taken back.
 */
export async function mend(bench: Bench): Promise<Mended> {
  const planted = await readPlanted(bench);
  if (planted === undefined) return {planted, done: [], leftBehind: []};
  const done: string[] = [];
  const leftBehind: string[] = [];
  let left = planted.undos;
  for (const round of inRounds(planted.undos)) {
    const results = await Promise.all(round.map((undo) => attempt(undo, bench)));
    throwIfInterrupted(bench.signal);
    for (const {undo, failure} of results) {
      if (failure === undefined) {
        done.push(undoText(undo));
        left = left.filter((other) => other !== undo);
      } else leftBehind.push(`${undoText(undo)}: ${failure}`);
    }
    await writePlanted(left.length === 0 ? undefined : {...planted, undos: left}, bench);
  }
  if (planted.undos.length === 0) await writePlanted(undefined, bench);
  return {planted, done, leftBehind};
}

async function attempt(
  undo: FaultUndo,
  bench: Bench,
): Promise<{readonly undo: FaultUndo; readonly failure?: string}> {
  try {
    bench.say(undoText(undo));
    await takeBack(undo, bench);
    return {undo};
  } catch (error) {
    return {undo, failure: messageOf(error)};
  }
}
