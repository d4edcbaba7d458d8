import type {Call} from '../../scenario/measured.js';
import type {ClusterFacts} from '../../scenario/result.js';
import type {ScenarioStory} from '../events/story.js';
import type {Look} from './dots.js';
import {isBad, responderOf} from './responders.js';
import type {PageWords} from './words/words.js';

/** All calls that were answered in one way by the same. */
export interface Lane {
  readonly cluster: string | undefined;
  readonly who: string;
  /** `200`, or why there was no answer. */
  readonly outcome: string;
  readonly look: Look;
  readonly calls: readonly Call[];
}

/** Who answered, as a page says it: what stands in a workload's place has a word in each language. */
export function placeText(
  {cluster, who}: Pick<Lane, 'cluster' | 'who'>,
  words: Pick<PageWords, 'noAnswer' | 'proxy'>,
): string {
  const told = who === 'no answer' ? words.noAnswer : who === 'a proxy' ? words.proxy : who;
  return cluster === undefined ? told : `${cluster} · ${told}`;
}

/** Every call that a scenario measured. */
export function callsOf({steps}: ScenarioStory): readonly Call[] {
  return steps.flatMap(({measurements}) =>
    measurements.flatMap(({measured}) => (measured.kind === 'calls' ? measured.calls : [])),
  );
}

/** A lane for each answerer and outcome: the lab's clusters in their order, good answers first. */
export function lanesOf(calls: readonly Call[], clusters: readonly ClusterFacts[]): readonly Lane[] {
  const lanes = new Map<string, Lane & {calls: Call[]}>();
  for (const call of calls) {
    const {cluster, who, status, error} = responderOf(call, clusters);
    const outcome = error === undefined ? String(status) : error;
    const key = JSON.stringify([cluster, who, outcome]);
    const known = lanes.get(key);
    if (known !== undefined) {
      known.calls.push(call);
      continue;
    }
    const index = clusters.findIndex(({name}) => name === cluster);
    const look = {cluster: index, bad: isBad({status, error}), unanswered: who === 'no answer'};
    lanes.set(key, {cluster, who, outcome, look, calls: [call]});
  }
  return [...lanes.values()].sort((one, other) => rank(one) - rank(other) || byText(one, other));
}

function rank({look: {cluster, bad, unanswered}}: Lane): number {
  return (cluster < 0 ? 1000 : cluster * 10) + (bad ? 5 : 0) + (unanswered ? 500 : 0);
}

function byText(one: Lane, other: Lane): number {
  return `${one.who} ${one.outcome}`.localeCompare(`${other.who} ${other.outcome}`, 'en');
}

/**
 * Rows for marks at these places so that no two in a row touch, as far as the rows suffice: then they begin anew
 * and marks lie on each other.
 */
export function piled(places: readonly number[], width: number, rows: number): readonly number[] {
  const ends: number[] = [];
  const order = [...places.keys()].sort((one, other) => (places[one] ?? 0) - (places[other] ?? 0));
  const found: number[] = [];
  let overflow = 0;
  for (const index of order) {
    const place = places[index] ?? 0;
    const free = ends.findIndex((end) => end <= place);
    const row = free >= 0 ? free : ends.length < rows ? ends.length : overflow++ % rows;
    ends[row] = place + width;
    found[index] = row;
  }
  return found;
}
