import type {StepEvent} from './events.js';
import {inOrder} from './graph.js';
import type {Step} from './step.js';

/** One step of a chain, as it was measured. */
export interface Link {
  readonly id: string;
  readonly title: string;
  /** Milliseconds that the step itself took. */
  readonly tookMs: number;
  /** Milliseconds since the work began, when it was over. */
  readonly endedMs: number;
}

/**
 * The longest chain of steps that waited for each other, by the milliseconds that they took, the first one first: to
 * make anything else faster makes nothing ready sooner. Steps of which no event tells an end count for nothing, and of
 * several ends of a step the longest counts: what was made in an earlier round is only looked at in the next. Pure.
 */
export function criticalPath(
  steps: readonly Pick<Step, 'id' | 'needs'>[],
  events: readonly StepEvent[],
): readonly Link[] {
  const links = linksOf(events);
  const chains = new Map<string, Chain>();
  let longest = NONE;
  for (const {id, needs} of inOrder(steps)) {
    const before = needs.map((need) => chains.get(need) ?? NONE).reduce(longer, NONE);
    const link = links.get(id);
    const chain = link === undefined ? before : {tookMs: before.tookMs + link.tookMs, last: link, before};
    chains.set(id, chain);
    longest = longer(longest, chain);
  }
  return linksIn(longest);
}

/** A chain as people and programs read it, in seconds with one digit. */
export interface PathFigures {
  readonly seconds: number;
  readonly steps: readonly {readonly id: string; readonly title: string; readonly seconds: number}[];
}

export function pathFigures(path: readonly Link[]): PathFigures {
  const steps = path.map(({id, title, tookMs}) => ({id, title, seconds: seconds(tookMs)}));
  return {seconds: seconds(lengthMs(path)), steps};
}

/** How long it takes by itself, in milliseconds. */
export function lengthMs(path: readonly Link[]): number {
  return path.reduce((sum, {tookMs}) => sum + tookMs, 0);
}

function seconds(ms: number): number {
  return Math.round(ms / 100) / 10;
}

interface Chain {
  readonly tookMs: number;
  readonly last?: Link;
  readonly before?: Chain;
}

const NONE: Chain = {tookMs: 0};

function longer(one: Chain, other: Chain): Chain {
  return other.tookMs > one.tookMs ? other : one;
}

function linksIn(chain: Chain): readonly Link[] {
  const links: Link[] = [];
  for (let at: Chain | undefined = chain; at?.last !== undefined; at = at.before) links.unshift(at.last);
  return links;
}

function linksOf(events: readonly StepEvent[]): ReadonlyMap<string, Link> {
  const links = new Map<string, Link>();
  for (const {id, title, tookMs, atMs} of events) {
    if (tookMs === undefined || tookMs < (links.get(id)?.tookMs ?? 0)) continue;
    links.set(id, {id, title, tookMs, endedMs: atMs});
  }
  return links;
}
