import {chosen} from '../../../src/faults/index.js';
import {allSteps} from '../../../src/stages.js';
import {engineTrials} from './engine.js';
import {killed} from './killed.js';
import {convergesTo, drivers, good, plan, up} from './lab.js';
import type {Moment} from './lives.js';
import type {Group, Options} from './options.js';
import {refusalTrials} from './refusals.js';
import {restartTrials} from './restarts.js';
import {SCENARIOS, type ScenarioName} from './scenario.js';
import type {State} from './state.js';

/** What was measured once, of calls that nobody disturbs; moments are chosen within. */
export interface Baseline {
  readonly state: State;
  readonly upMs: number;
  /** Titles of the steps that an `up` from nothing has something to do in, in the order in which they begin. */
  readonly began: readonly string[];
  /** By scenario. */
  readonly runMs: Readonly<Record<string, number>>;
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
const RANDOM_DOWNS = 20;
/** Of each scenario: 20 kills of `run`, and no scenario less than the others. */
const RANDOM_RUNS = Math.ceil(20 / SCENARIOS.length);
/** Moments are chosen to the thousandth of the time that the work takes. */
const MOMENTS = [...Array(1000).keys()];

type Chosen = Pick<Options, 'seed' | 'only' | 'count'>;

/** Every kill of `up` and `down` of the chosen groups, in a fixed order. */
export function momentsOf(baseline: Baseline, {seed, only, count}: Chosen): readonly Moment[] {
  const random = (group: 'up-random' | 'down', most: number, lengthMs: number): readonly Moment[] =>
    Array.from({length: most}, (_, index) => {
      const id = `${group} ${index + 1}`;
      return {id, group, at: moment(seed, id, lengthMs)};
    });
  const all = [
    ...upSteps(baseline.began),
    ...random('up-random', RANDOM_UPS, baseline.upMs),
    ...random('down', RANDOM_DOWNS, baseline.downMs),
  ];
  return only.flatMap((group) => all.filter((one) => one.group === group).slice(0, count));
}

/** Every other trial of the chosen groups, in a fixed order. */
export function trialsOf(baseline: Baseline, {seed, only, count}: Chosen): readonly Trial[] {
  const all = [
    ...runs((id, scenario) => killRun(baseline, scenario, moment(seed, id, baseline.runMs[scenario] ?? 0))),
    ...restartTrials(baseline),
    ...refusalTrials(baseline),
    ...engineTrials(baseline),
  ];
  return only.flatMap((group) => all.filter((trial) => trial.group === group).slice(0, count));
}

function moment(seed: number, what: string, lengthMs: number): number {
  return Math.round((chosen(MOMENTS, seed, what) / MOMENTS.length) * lengthMs);
}

/** The titles of steps that began, in the progress of an `up`. Pure. */
export function begunIn(progress: string): readonly string[] {
  return [...progress.matchAll(/^ *[\d.]+ s +running +(.+)$/gm)].map(([, title = '']) => title);
}

/**
 * The moment at which each step begins its work, the earliest first. A step that finds all there from nothing on has no
 * such moment, nor has one of what `down` leaves: its boundary is that of another.
 */
function upSteps(began: readonly string[]): readonly Moment[] {
  const steps = allSteps(plan, drivers, {install: false});
  return began
    .flatMap((title) => steps.filter((step) => step.title === title))
    .map(({id, title}) => ({
      id: `up-steps ${id}`,
      group: 'up-steps',
      at: new RegExp(`running +${title.replaceAll(/[.*+?^$()[\]{}|\\]/g, '\\$&')}\\n`),
    }));
}

/** One of each scenario after the other, so that also a few of them are of all. */
function runs(run: (id: string, scenario: ScenarioName) => Promise<string | undefined>): Trial[] {
  return Array.from({length: RANDOM_RUNS}, (_, index) =>
    SCENARIOS.map((scenario): Trial => {
      const id = `run ${scenario} ${index + 1}`;
      return {id, group: 'run', run: () => run(id, scenario)};
    }),
  ).flat();
}

async function killRun({state}: Baseline, scenario: ScenarioName, at: number): Promise<string | undefined> {
  await up();
  const end = await killed({at}, 'run', scenario);
  if (!end.killed) return undefined;
  await good('run', scenario);
  await convergesTo(state);
  return `run ${scenario} killed after ${Math.round(end.tookMs)} ms`;
}
