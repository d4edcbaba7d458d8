import {byNumber} from '../plan/istio.js';
import type {Cell} from '../report/index.js';

/** A cell in its turn. */
export interface Turn {
  readonly cell: Cell;
  /** Whether the lab has to be brought to where the cell begins: the one before it does not end there. */
  readonly anew: boolean;
}

/**
 * Which cell comes next in a lab that is at a version, so that of the hops that are made none is not a cell; undefined where
 * nothing is left. Hops in place come first: what a hop by revision has installed is not upgraded in place, so that they
 * would all need a lab of their own. Then up where there is a way back, so that what lies above is done before what lies
 * below; what has no way back comes when nothing else is left. Pure.
 */
export function nextTurn(left: readonly Cell[], at: string | undefined): Turn | undefined {
  const inPlace = left.filter(({strategy}) => strategy === 'in-place');
  const open = inPlace.length > 0 ? inPlace : left;
  const here = open.filter(({from}) => from === at);
  if (here.length > 0) {
    const cell = bestOf(here, open);
    return cell === undefined ? undefined : {cell, anew: false};
  }
  const start = startOf(open);
  const cell = bestOf(
    open.filter(({from}) => from === start),
    open,
  );
  return cell === undefined ? undefined : {cell, anew: true};
}

/** The whole way, if every hop comes to where it goes. Pure. */
export function trailOf(cells: readonly Cell[]): readonly Turn[] {
  const turns: Turn[] = [];
  let left = cells;
  let at: string | undefined;
  for (;;) {
    const turn = nextTurn(left, at);
    if (turn === undefined) return turns;
    turns.push(turn);
    at = turn.cell.to;
    left = left.filter((cell) => cell !== turn.cell);
  }
}

function bestOf(here: readonly Cell[], open: readonly Cell[]): Cell | undefined {
  const returns = ({from, to}: Cell): boolean => open.some((other) => other.from === to && other.to === from);
  const up = here.filter(({direction}) => direction === 'forward');
  const down = here.filter(({direction}) => direction === 'back');
  return up.find(returns) ?? down.find(returns) ?? up[0] ?? down[0];
}

/** Where more hops begin than end, the lowest of such; where they all come back, the lowest at all. */
function startOf(open: readonly Cell[]): string | undefined {
  const versions = [...new Set(open.map(({from}) => from))].sort(byNumber);
  const surplus = (version: string): number =>
    open.filter(({from}) => from === version).length - open.filter(({to}) => to === version).length;
  return versions.find((version) => surplus(version) > 0) ?? versions[0];
}
