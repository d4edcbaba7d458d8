import {EastwestError} from '../base/errors.js';
import type {Emit, StepEvent} from '../engine/events.js';
import {runSteps} from '../engine/run-steps.js';
import {undoSteps} from '../engine/undo-steps.js';
import {endTraffic, startTraffic, trafficSteps, waitReplacedGone, type Traffic} from '../traffic/index.js';
import type {HopTraffic} from '../upgrade/index.js';
import type {OpenLab} from './open-lab.js';
import {worldOf} from './world.js';

/** To end a caller takes one look into its container. */
const ABANDON_MS = 20_000;

/** Longer than any hop takes, with packs in every state; a caller that nobody ends then ends by itself. */
const LIMIT_MS = 2 * 60 * 60_000;

export interface HopTrafficOptions {
  /** How long the mesh is held mixed. */
  readonly holdMs: number;
  /** Calls per second of all flows together; the usual rate unless given. */
  readonly rate?: number;
  readonly signal: AbortSignal;
  readonly emit: Emit<StepEvent>;
}

/** Calls between the clusters of a lab during a hop; undefined where there is only one cluster. */
export function hopTraffic(
  opened: OpenLab,
  {holdMs, rate, signal, emit}: HopTrafficOptions,
): HopTraffic | undefined {
  const {plan, drivers} = opened;
  if (plan.clusters.length < 2) return undefined;
  const {clock, docker} = drivers;
  const world = worldOf(opened);
  const steps = trafficSteps(plan, drivers);
  const names = plan.clusters.map(({name}) => name);
  let traffic: Traffic | undefined;
  const mark = async (phase: string): Promise<void> => {
    // Whoever has ended before the hop says so in its figures; the mesh is not left half moved for that.
    await traffic?.begin(phase).catch(unlessOver);
  };
  return {
    start: async (phase, resume) => {
      await runSteps(steps, {signal, clock, emit, lanes: {}});
      const limitMs = LIMIT_MS + holdMs;
      const options = {signal, phase, resume, limitMs, ...(rate === undefined ? {} : {rate})};
      traffic = await startTraffic(world, options);
      // Of a caller that is still at work only the phase is known in which its hop was killed.
      if (resume) await mark(phase);
    },
    begin: async (phase) => {
      await waitReplacedGone(world, names, {signal});
      await mark(phase);
    },
    stop: async () => {
      if (traffic === undefined) throw new RangeError('nobody has begun to call');
      return traffic.stop();
    },
    abandon: () => endTraffic({docker, plan, signal: AbortSignal.timeout(ABANDON_MS)}),
    clear: () => undoSteps(steps, {signal, clock, emit}).catch(told),
  };
}

function unlessOver(error: unknown): void {
  if (!(error instanceof EastwestError) || error.code !== 'TRAFFIC-OVER') throw error;
}

function told(error: unknown): never {
  if (!(error instanceof EastwestError)) throw error;
  throw new EastwestError('what the calls needed could not be taken away', {
    ...{code: 'TRAFFIC-LEFT', details: error.details, exitCode: error.exitCode, cause: error},
  });
}
