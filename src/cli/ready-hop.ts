import {EastwestError, EXIT} from '../base/errors.js';
import {refuseWhilePlanted} from '../faults/index.js';
import {systemHost} from '../host/system-host.js';
import type {Scenario} from '../scenario/index.js';
import {istioAtHand} from '../supply/index.js';
import {
  faultsOf,
  hopUnderWay,
  lookClusters,
  precheck,
  refusalOf,
  underWay,
  type CheckRow,
  type Hop,
  type HopNote,
} from '../upgrade/index.js';
import {ailmentsNow, namedScenarios} from './hop-parts.js';
import {hopOf, type UpgradeOptions} from './hop-request.js';
import {openLab, type OpenLab} from './open-lab.js';
import {refuseUnlessRunning} from './own-lab.js';

/** A hop that is ready to be run, with what was found before it, or one that was only to be checked. */
export interface ReadyHop {
  readonly opened: OpenLab;
  /** Left out where it was only to be checked. */
  readonly run?: {readonly note: HopNote; readonly resumed: boolean};
  readonly hop: Hop;
  /** Of a hop that is gone on with there are none. */
  readonly rows: readonly CheckRow[];
  /** The packs that were named. */
  readonly named: readonly Scenario[];
}

/**
 * Opens the lab, and looks whether a hop can be made there; touches nothing.
 *
 * @throws whatever keeps it from being begun, with the one exit code for that
 */
export async function readyHop(options: UpgradeOptions, signal: AbortSignal): Promise<ReadyHop> {
  try {
    const opened = await openLab(options);
    const named = namedScenarios(opened, options);
    return {...(await readied(opened, options, signal)), opened, named};
  } catch (error) {
    return untouched(error);
  }
}

/** Whatever keeps a hop from being begun has the one exit code for that. */
export function untouched(error: unknown): never {
  if (!(error instanceof EastwestError) || error.exitCode === EXIT.interrupted) throw error;
  const {message, code, hint, details} = error;
  const more = hint === undefined ? {details} : {details, hint};
  throw new EastwestError(message, {code, ...more, exitCode: EXIT.usage, cause: error});
}

/** The hop that is under way, as it is to go on, or a new one that nothing speaks against. */
async function readied(
  opened: OpenLab,
  options: UpgradeOptions,
  signal: AbortSignal,
): Promise<Pick<ReadyHop, 'run' | 'hop' | 'rows'>> {
  const {plan, drivers} = opened;
  const {docker, clock} = drivers;
  await refuseUnlessRunning(plan, docker);
  const found = await hopUnderWay(plan, docker);
  if (found !== undefined) {
    const note = goneOn(found, options);
    return {run: {note, resumed: true}, hop: note.hop, rows: []};
  }
  if (options.to === undefined && options.rollback === true) {
    throw new EastwestError('no hop is under way that could go back', {
      code: 'BAD-USAGE',
      hint: 'to go to an earlier version: eastwest upgrade --to VERSION',
      exitCode: EXIT.usage,
    });
  }
  const hop = hopOf(options, plan);
  await refuseWhilePlanted({plan, docker});
  const rows = await precheckOf(hop, opened, signal);
  if (options.check === true) return {hop, rows};
  const faults = faultsOf(rows);
  if (faults.length > 0) throw refusalOf(faults);
  const note: HopNote = {hop, stage: 'forth', begun: clock.date().toISOString()};
  return {run: {note, resumed: false}, hop, rows};
}

/**
 * What was begun goes on as it was begun; only that it goes back can be said anew. Of a hop that was to go back at its end
 * anyway, the same command says nothing new: then it is `--rollback` alone that takes it back at once. Pure.
 *
 * @throws UPGRADE-UNDER-WAY
 */
export function goneOn(
  found: HopNote,
  {to, rollback, check}: Pick<UpgradeOptions, 'to' | 'rollback' | 'check'>,
): HopNote {
  const other = to !== undefined && to !== found.hop.to.version;
  if (other || check === true) throw underWay(found);
  const same = to !== undefined && found.hop.rollback;
  return rollback === true && !same ? {...found, stage: 'back'} : found;
}

async function precheckOf(hop: Hop, opened: OpenLab, signal: AbortSignal): Promise<readonly CheckRow[]> {
  const {plan, drivers} = opened;
  const [atHand, memory, engine, ailments, clusters] = await Promise.all([
    istioAtHand(plan, drivers),
    systemHost.memory(),
    drivers.docker.info(AbortSignal.timeout(ENGINE_MS)),
    ailmentsNow(opened, signal),
    lookClusters(plan, drivers.kubeFor),
  ]);
  const totalBytes = Math.min(memory.totalBytes, engine?.memoryBytes ?? memory.totalBytes);
  const facts = {plan, range: hop, atHand, memory: {...memory, totalBytes}, ailments};
  return precheck(facts, clusters);
}

const ENGINE_MS = 20_000;
