import {messageOf} from '../../../src/base/errors.js';
import {killed} from './killed.js';
import {convergesTo, none, SUPPLY, up} from './lab.js';
import type {Outcome} from './ledger.js';
import type {State} from './state.js';

/** One kill of `up` or `down` at a moment. */
export interface Moment {
  /** Unique with the seed. */
  readonly id: string;
  readonly group: 'up-steps' | 'up-random' | 'down';
  /** Milliseconds into a call that nobody disturbs, or what its progress says. */
  readonly at: number | RegExp;
}

/** A lab from nothing: the `down` before it is killed, then `up` once for each moment, in this order. */
export interface Life {
  readonly down: Moment | undefined;
  readonly ups: readonly Moment[];
}

export interface Hit {
  readonly id: string;
  readonly group: Moment['group'];
  readonly outcome: Outcome;
  readonly text: string;
}

/** So many kills one after the other: what one has left half-done, the next calls go on with and are killed at. */
const UPS_IN_A_LIFE = 3;
/** What a later `up` needs to look at all that is there already. */
const LOOKS_MS = 2500;

/**
 * Shares moments out among lives: of steps the first, one from the middle and one from the end of the list, so that a
 * later one is not over when an earlier one begins; of random moments any three, the earliest first.
 */
export function livesOf(moments: readonly Moment[]): readonly Life[] {
  const of = (group: Moment['group']): readonly Moment[] => moments.filter((one) => one.group === group);
  const chains = [...spread(of('up-steps')), ...spread(of('up-random')).map(earliestFirst)];
  const downs = of('down');
  return Array.from({length: Math.max(chains.length, downs.length)}, (_, index) => ({
    down: downs[index],
    ups: chains[index] ?? [],
  }));
}

function spread(moments: readonly Moment[]): readonly (readonly Moment[])[] {
  const count = Math.ceil(moments.length / UPS_IN_A_LIFE);
  return Array.from({length: count}, (_, first) => moments.filter((_one, place) => place % count === first));
}

function earliestFirst(moments: readonly Moment[]): readonly Moment[] {
  return [...moments].sort((one, other) => Number(one.at) - Number(other.at));
}

/** How far into each `up` its kill comes, where the ones before have done a part of the work. */
export function whens(ups: readonly Moment[]): readonly (number | RegExp)[] {
  return ups.map(({at}, index) => {
    const before = ups[index - 1]?.at;
    return typeof at === 'number' && typeof before === 'number' ? at - before + LOOKS_MS : at;
  });
}

/** Lives a life and says what became of each kill; a lab that is not in the state afterwards has failed all of them. */
export async function live({down, ups}: Life, state: State): Promise<readonly Hit[]> {
  const moments = [...(down === undefined ? [] : [down]), ...ups];
  const told = new Map<string, string>();
  try {
    await up();
    if (down !== undefined) await kill(down, down.at, ['down'], told);
    await none();
    const at = whens(ups);
    for (const [index, one] of ups.entries()) await kill(one, at[index] ?? 0, ['up', ...SUPPLY], told);
    const made = await up();
    await convergesTo(state);
    if ((await up()).length > 0) throw new Error('an up after that has something to do');
    return moments.map(({id, group}) => {
      const text = told.get(id);
      return text === undefined
        ? {id, group, outcome: 'not reached', text: 'it was through before'}
        : {id, group, outcome: 'survived', text: `${text}; the last up made ${made.length} steps`};
    });
  } catch (error) {
    const text = `${[...told.values()].join(', ')}; ${messageOf(error)}`;
    return moments.map(({id, group}) => ({id, group, outcome: 'failed', text}));
  }
}

async function kill(
  {id}: Moment,
  at: number | RegExp,
  args: readonly string[],
  told: Map<string, string>,
): Promise<void> {
  const end = await killed({at}, ...args);
  if (end.killed) told.set(id, `${args[0] ?? ''} killed after ${Math.round(end.tookMs)} ms`);
}
