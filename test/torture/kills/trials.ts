import {chosen} from '../../../src/faults/index.js';
import {allSteps} from '../../../src/stages.js';
import {engineTrials} from './engine.js';
import {killed} from './killed.js';
import {convergesTo, drivers, good, none, plan, SUPPLY, up} from './lab.js';
import type {Group, Options} from './options.js';
import {refusalTrials} from './refusals.js';
import {restartTrials} from './restarts.js';
import {SCENARIO} from './scenario.js';
import type {State} from './state.js';

/** What was measured once, of calls that nobody disturbs; moments are chosen within. */
export interface Baseline {
  readonly state: State;
  readonly upMs: number;
  readonly runMs: number;
  readonly downMs: number;
}

export interface Trial {
  /** Unique with the seed. */
  readonly id: string;
  readonly group: Group;
  /** Resolves to what was seen; undefined where the kill came too late to be one. */
  run(): Promise<string | undefined>;
}

const RANDOM_UPS = 50;
const RANDOM_OTHERS = 20;
/** Moments are chosen to the hundredth of the time that the work takes. */
const MOMENTS = [...Array(1000).keys()];

/** Every trial of the chosen groups, in a fixed order. */
export function trialsOf(baseline: Baseline, {seed, only, count}: Options): readonly Trial[] {
  const at = (what: string, lengthMs: number): number =>
    Math.round((chosen(MOMENTS, seed, what) / MOMENTS.length) * lengthMs);
  const all = [
    ...upSteps(baseline),
    ...numbered('up-random', RANDOM_UPS, (id) => killUp(baseline, at(id, baseline.upMs))),
    ...numbered('run', RANDOM_OTHERS, (id) => killRun(baseline, at(id, baseline.runMs))),
    ...numbered('down', RANDOM_OTHERS, (id) => killDown(baseline, at(id, baseline.downMs))),
    ...restartTrials(baseline),
    ...refusalTrials(baseline),
    ...engineTrials(baseline),
  ];
  return only.flatMap((group) => all.filter((trial) => trial.group === group).slice(0, count));
}

function numbered(group: Group, count: number, run: (id: string) => Promise<string | undefined>): Trial[] {
  return Array.from({length: count}, (_, index) => {
    const id = `${group} ${index + 1}`;
    return {id, group, run: () => run(id)};
  });
}

/** At the moment at which each step begins its work. */
function upSteps(baseline: Baseline): Trial[] {
  const steps = allSteps(plan, drivers, {install: false}).filter(({id}) => !/^(host|supply)\./.test(id));
  return steps.map(({id, title}) => ({
    id: `up-steps ${id}`,
    group: 'up-steps',
    run: () => killUp(baseline, new RegExp(`running +${title.replaceAll(/[.*+?^$()[\]{}|\\]/g, '\\$&')}\\n`)),
  }));
}

async function killUp({state}: Baseline, at: number | RegExp): Promise<string | undefined> {
  await none();
  const end = await killed({at}, 'up', ...SUPPLY);
  if (!end.killed) return undefined;
  const made = await up();
  await convergesTo(state);
  if ((await up()).length > 0) throw new Error('a third up has something to do');
  return `up killed after ${Math.round(end.tookMs)} ms; the next made ${made.length} steps`;
}

async function killRun({state}: Baseline, at: number): Promise<string | undefined> {
  await up();
  const end = await killed({at}, 'run', SCENARIO);
  if (!end.killed) return undefined;
  await good('run', SCENARIO);
  await convergesTo(state);
  return `run killed after ${Math.round(end.tookMs)} ms`;
}

async function killDown({state}: Baseline, at: number): Promise<string | undefined> {
  await up();
  const end = await killed({at}, 'down');
  if (!end.killed) return undefined;
  await none();
  await up();
  await convergesTo(state);
  return `down killed after ${Math.round(end.tookMs)} ms`;
}
