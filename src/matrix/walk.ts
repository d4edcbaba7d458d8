import type {Clock} from '../base/clock.js';
import {EastwestError, messageOf, throwIfInterrupted} from '../base/errors.js';
import type {Cell, CellEnd, CellRecord, HopTold, Reason} from '../report/index.js';
import {aboutSeconds} from './about.js';
import {nextTurn} from './trail.js';

/** How a hop ended that was made for a cell. */
export type HopEnd =
  | {
      readonly outcome: 'good' | 'regression' | 'unmeasured';
      readonly hop: HopTold;
      /** Where events and states of it lie. */
      readonly folder?: string;
    }
  | {readonly outcome: 'refused' | 'broken'; readonly reasons: readonly Reason[]};

/** What a matrix does with a lab. All of it ends early when it is interrupted. */
export interface MatrixLab {
  /** Why this cell's hop cannot begin in the lab as it is, in a few words; undefined where it can. */
  unfit(cell: Cell): Promise<string | undefined>;
  /** Removes the lab, if there is one, and makes it with this version of Istio. */
  makeAnew(version: string): Promise<void>;
  hop(cell: Cell): Promise<HopEnd>;
  /** Takes a hop as it is that was judged bad, so that the mesh is whole again. */
  accept(cell: Cell): Promise<void>;
}

/** Where the records of cells are kept. */
export interface MatrixStore {
  records(): Promise<readonly CellRecord[]>;
  /** Whole, or not at all. */
  write(record: CellRecord): Promise<void>;
}

export type MatrixEvent =
  /** `done`: of all that are asked for, with those of earlier runs. */
  | {readonly type: 'cell'; readonly cell: Cell; readonly done: number; readonly all: number}
  | {readonly type: 'labAnew'; readonly version: string; readonly why: string}
  | {readonly type: 'labMade'; readonly version: string; readonly seconds: number}
  | {
      readonly type: 'cellEnded';
      readonly record: CellRecord;
      readonly left: number;
      /** How long the rest will take; left out where nothing is known of it yet. */
      readonly aboutSeconds?: number;
    };

export interface Walk {
  /** Those that are asked for. */
  readonly cells: readonly Cell[];
  readonly lab: MatrixLab;
  readonly store: MatrixStore;
  /** What stands in every record. */
  readonly of: Pick<CellRecord, 'lab' | 'supply'>;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly emit: (event: MatrixEvent) => void;
}

/** How often it is tried to make a lab: hours of cells are not to end at a download that stumbled. */
const TRIES = 2;

/**
 * Makes the hop of every cell that has no record yet, and records each as it ends. How a cell ends does not matter to the
 * others: where the next one cannot begin in the lab as it is, the lab is made anew. A cell that was interrupted has left
 * no record and is run anew, from its beginning and in a new lab: of a hop that is gone on with not all calls were measured,
 * and it could not be compared with the others.
 */
export async function walkMatrix(walk: Walk): Promise<readonly CellRecord[]> {
  const {cells, store, emit, signal, lab} = walk;
  const done = (await store.records()).filter(({cell}) => cells.some(({id}) => id === cell.id));
  const records = [...done];
  let left = cells.filter(({id}) => !done.some(({cell}) => cell.id === id));
  let at: string | undefined;
  for (;;) {
    throwIfInterrupted(signal);
    const turn = nextTurn(left, at);
    if (turn === undefined) return records;
    const {cell} = turn;
    emit({type: 'cell', cell, done: records.length, all: cells.length});
    const labMade = await readied(walk, cell);
    const record = await hopped(walk, cell, labMade);
    await store.write(record);
    records.push(record);
    left = left.filter((one) => one !== cell);
    const about = aboutSeconds(records, left);
    emit({
      ...{type: 'cellEnded', record, left: left.length},
      ...(about === undefined ? {} : {aboutSeconds: about}),
    });
    // If it does not come to that, the next cell finds the lab unfit.
    if (isJudgedBad(record)) await lab.accept(cell).catch(() => throwIfInterrupted(signal));
    at = placeAfter(record);
  }
}

/** Such a hop is left as it is, until somebody decides. */
function isJudgedBad({outcome}: CellRecord): boolean {
  return outcome === 'regression' || outcome === 'unmeasured';
}

/** Where the lab is after a cell; undefined where nobody can say. */
function placeAfter({outcome, cell}: CellRecord): string | undefined {
  if (outcome === 'broken') return undefined;
  return outcome === 'refused' ? cell.from : cell.to;
}

/** Brings the lab to where the cell begins; resolves to what that took, or to undefined where nothing was to be done. */
async function readied({lab, clock, signal, emit}: Walk, cell: Cell): Promise<CellRecord['labMade']> {
  const why = await lab.unfit(cell);
  if (why === undefined) return undefined;
  const version = cell.from;
  emit({type: 'labAnew', version, why});
  const startMs = clock.nowMs();
  for (let tried = 1; ; tried++) {
    try {
      await lab.makeAnew(version);
      break;
    } catch (error) {
      throwIfInterrupted(signal);
      if (tried === TRIES) throw error;
      emit({type: 'labAnew', version, why: messageOf(error)});
    }
  }
  const seconds = secondsSince(startMs, clock);
  emit({type: 'labMade', version, seconds});
  return {why, seconds};
}

async function hopped(
  {lab, of, clock, signal}: Walk,
  cell: Cell,
  labMade: CellRecord['labMade'],
): Promise<CellRecord> {
  const startedAt = clock.date().toISOString();
  const startMs = clock.nowMs();
  const end = await lab.hop(cell).catch((error: unknown) => {
    throwIfInterrupted(signal);
    return {outcome: 'broken', reasons: [reasonOf(error)]} satisfies HopEnd;
  });
  const came = 'hop' in end;
  return {
    ...{format: 1, cell, ...of, startedAt},
    seconds: came ? end.hop.seconds : secondsSince(startMs, clock),
    ...(labMade === undefined ? {} : {labMade}),
    outcome: end.outcome satisfies CellEnd,
    reasons: [...(came ? end.hop.verdict.reasons : end.reasons)],
    ...(came ? {hop: end.hop} : {}),
    ...(came && end.folder !== undefined ? {folder: end.folder} : {}),
  };
}

/** Why a hop was refused, or could not be brought to its end. */
export function reasonOf(error: unknown): Reason {
  if (!(error instanceof EastwestError)) return {code: 'BUG', text: messageOf(error)};
  return {code: error.code, text: [error.message, ...error.details].join('; ')};
}

function secondsSince(startMs: number, clock: Clock): number {
  return Math.round((clock.nowMs() - startMs) / 100) / 10;
}
