import {EastwestError, EXIT, InterruptedError, messageOf} from '../base/errors.js';
import {clusterNamed, peersOf} from '../plan/plan.js';
import type {Bench} from '../scenario/bench.js';
import {chosen} from './choose.js';
import type {Change, Fault, Site} from './fault.js';
import {writePlanted, type Planted} from './journal.js';
import {mend} from './mend.js';
import {refuseUnlessFree} from './refuse.js';
import {firstOfEach} from './undo.js';

export interface Wish {
  readonly fault: Fault;
  readonly seed: number;
  /** The lab's name of a cluster; by the seed where it is not given. */
  readonly cluster?: string;
  readonly quiz?: true;
}

/** Where a wish leads. Pure: the same wish, the same cluster. */
export function clusterFor({fault, seed, cluster}: Wish, bench: Pick<Bench, 'plan'>): string {
  const sites = fault.sites(bench.plan);
  const {requires} = fault;
  if (requires !== undefined && !bench.plan.capabilities.includes(requires)) {
    throw new EastwestError(`${fault.name} cannot be planted here: this lab has no ${requires}`, {
      code: 'FAULT-NOT-HERE',
      hint: '`eastwest faults` says what each one needs',
      exitCode: EXIT.usage,
    });
  }
  if (sites.length === 0) {
    throw new EastwestError(`${fault.name} needs a lab with two clusters or more`, {
      code: 'FAULT-NOT-HERE',
      exitCode: EXIT.usage,
    });
  }
  if (cluster === undefined) return chosen(sites, seed, `cluster of ${fault.name}`);
  if (sites.includes(cluster)) return cluster;
  throw new EastwestError(`${fault.name} cannot be planted in ${cluster}; expected ${sites.join(' or ')}`, {
    code: 'FAULT-NOT-THERE',
    hint: 'leave --cluster out, and the seed chooses',
    exitCode: EXIT.usage,
  });
}

/**
 * Plants a fault: notes what takes all of it back, then changes the lab. What goes wrong half-way is taken back at
 * once; after a kill, `mend` does it.
 *
 * @throws FAULT-PLANTED, FAULT-LAB-NOT-UP, FAULT-NOT-HERE, FAULT-NOT-THERE, FAULT-NOT-PLANTED
 */
export async function plant(wish: Wish, bench: Bench): Promise<Planted> {
  const {fault, seed, quiz} = wish;
  const places = placesFor(wish, bench);
  await refuseUnlessFree(bench);
  const {cluster, peer, changes} = await firstPlace(wish, places, bench);
  const begun = bench.clock.date().toISOString();
  const planting: Planted = {
    fault: fault.name,
    cluster,
    peer,
    seed,
    ...(quiz === undefined ? {} : {quiz: {begun, hints: 0}}),
    undos: firstOfEach(changes.flatMap(({undos}) => undos)),
  };
  await writePlanted(planting, bench);
  await make(changes, wish, bench);
  const planted = {...planting, since: bench.clock.date().toISOString()};
  await writePlanted(planted, bench);
  return planted;
}

export function siteOf(
  {fault, seed, peer}: Pick<Wish, 'fault' | 'seed'> & {readonly peer?: string},
  cluster: string,
  bench: Bench,
): Site {
  const {plan} = bench;
  const where = clusterNamed(plan, cluster);
  return {
    cluster: where,
    peer:
      peer === undefined
        ? chosen(peersOf(plan, where), seed, `peer of ${fault.name}`)
        : clusterNamed(plan, peer),
    bench,
    pick: (of) => chosen(of, seed, `part of ${fault.name}`),
  };
}

interface Place {
  readonly cluster: string;
  readonly peer: string;
}

/** Where a wish may lead, in the order in which it is tried: the seed's own choice first. Pure. */
export function placesFor(wish: Wish, bench: Pick<Bench, 'plan'>): readonly Place[] {
  const {fault, seed} = wish;
  const first = clusterFor(wish, bench);
  const others = wish.cluster === undefined ? fault.sites(bench.plan).filter((name) => name !== first) : [];
  return [first, ...others].flatMap((cluster) => {
    const peers = peersOf(bench.plan, clusterNamed(bench.plan, cluster)).map(({name}) => name);
    const peer = chosen(peers, seed, `peer of ${fault.name}`);
    return [peer, ...peers.filter((name) => name !== peer)].map((name) => ({cluster, peer: name}));
  });
}

/** Of more than two clusters not every pair has what a fault breaks, such as a service in both. Changes nothing. */
async function firstPlace(
  {fault, seed}: Wish,
  places: readonly Place[],
  bench: Bench,
): Promise<Place & {readonly changes: readonly Change[]}> {
  let missing: unknown;
  for (const place of places) {
    try {
      const site = siteOf({fault, seed, peer: place.peer}, place.cluster, bench);
      return {...place, changes: await fault.changes(site)};
    } catch (error) {
      if (!(error instanceof EastwestError) || error.code !== 'FAULT-NOT-THERE') throw error;
      missing ??= error;
    }
  }
  throw missing;
}

async function make(changes: readonly Change[], {fault, quiz}: Wish, bench: Bench): Promise<void> {
  try {
    for (const {run} of changes) {
      if (bench.signal.aborted) throw new InterruptedError();
      await run();
    }
  } catch (error) {
    if (bench.signal.aborted) {
      throw new InterruptedError('interrupted while the lab was being broken', 'eastwest mend');
    }
    const {leftBehind} = await mend(bench);
    const name = quiz === true ? 'the fault' : fault.name;
    throw new EastwestError(`${name} could not be planted: ${messageOf(error)}`, {
      code: 'FAULT-NOT-PLANTED',
      hint: leftBehind.length === 0 ? 'the lab is as it was' : 'eastwest mend',
      details: leftBehind,
      cause: error,
    });
  }
}
