import {messageOf} from '../base/errors.js';
import type {Emit} from '../engine/events.js';
import {loadScenarios, type Scenario} from '../scenario/index.js';
import type {HopEvent, HopParts} from '../upgrade/index.js';
import type {HopFolder} from './hop-folder.js';
import type {UpgradeOptions} from './hop-request.js';
import {hopStates, keptStates, planNow, type HopStatesOptions} from './hop-states.js';
import {hopTraffic} from './hop-traffic.js';
import {ailmentsOf} from './lab-health.js';
import type {OpenLab} from './open-lab.js';
import {scenariosFolder} from './scenario-options.js';

export interface HopPartsOptions extends HopStatesOptions {
  /** Calls per second. */
  readonly rate?: number;
  readonly emit: Emit<HopEvent>;
}

/** What a hop works with: calls, the packs that are run in each state, and what `explain` and `status` say of the lab. */
export function hopParts(opened: OpenLab, options: HopPartsOptions): HopParts {
  const {hop, rate, emit, signal} = options;
  const {holdMs} = hop;
  const traffic = hopTraffic(opened, {holdMs, signal, emit, ...(rate === undefined ? {} : {rate})});
  return {
    ...(traffic === undefined ? {} : {traffic}),
    ...hopStates(opened, options),
    ailments: () => ailmentsNow(opened, signal),
  };
}

/** Why the lab is not healthy, as its nodes say it is by now. */
export async function ailmentsNow(opened: OpenLab, signal: AbortSignal): Promise<readonly string[]> {
  return ailmentsOf(opened, await planNow(opened), signal);
}

/** The packs that are to be run in each state. */
export function namedScenarios({plan}: OpenLab, options: UpgradeOptions): readonly Scenario[] {
  const {pack = []} = options;
  return pack.length === 0 ? [] : loadScenarios(scenariosFolder(options), pack, plan, {});
}

/**
 * Those that were run before a hop that is gone on with without a word of them: what was not run in both states says
 * nothing. Where they cannot be read any more, the hop must get to its end all the same.
 */
export function formerScenarios(
  opened: OpenLab,
  options: UpgradeOptions,
  folder: HopFolder,
): readonly Scenario[] {
  const kept = keptStates(folder, ['before']);
  const pack = typeof kept === 'string' ? [] : kept.flatMap(({scenarios}) => scenarios.map(({id}) => id));
  try {
    return namedScenarios(opened, {...options, pack});
  } catch (error) {
    process.stderr.write(`the packs of before are not run: ${messageOf(error)}\n`);
    return [];
  }
}
