import type {Cell, CellRecord} from '../report/index.js';
import {trailOf} from './trail.js';

/**
 * How long the cells will take that are left, by those that are done: hops by their strategy, and a lab made anew where the
 * way has to begin again. Undefined where nothing is known yet. Pure.
 */
export function aboutSeconds(done: readonly CellRecord[], left: readonly Cell[]): number | undefined {
  const ran = done.filter(({hop}) => hop !== undefined);
  if (ran.length === 0) return undefined;
  const all = meanOf(ran);
  const labs = done.flatMap(({labMade}) => labMade ?? []);
  const anew = trailOf(left).filter((turn) => turn.anew).length;
  // The first of them goes on where the last one ended, most often.
  const again = Math.max(0, anew - 1) * (labs.length === 0 ? 0 : meanOf(labs));
  const hops = left.map(({strategy}) => {
    const same = ran.filter(({cell}) => cell.strategy === strategy);
    return same.length === 0 ? all : meanOf(same);
  });
  return Math.round(hops.reduce((sum, seconds) => sum + seconds, 0) + again);
}

function meanOf(all: readonly {readonly seconds: number}[]): number {
  return all.reduce((sum, {seconds}) => sum + seconds, 0) / all.length;
}
