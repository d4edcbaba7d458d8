import {InterruptedError, messageOf} from '../base/errors.js';
import type {RunOptions, World} from './bench.js';
import type {ScenarioResult} from './result.js';
import type {Scenario} from './scenario.js';

interface Failed {
  readonly scenario: Scenario;
  readonly world: World;
  readonly options: RunOptions;
}

/**
 * Why the mesh may not have worked for a scenario that has failed. Whatever goes wrong in looking, the scenario has its
 * verdict already and is still to be taken back, so that is told and no error.
 */
export async function explained({
  scenario,
  world,
  options,
}: Failed): Promise<Pick<ScenarioResult, 'explained'>> {
  const {explain, emit, signal} = options;
  if (explain === undefined || signal.aborted) return {};
  const at = world.clock.date().toISOString();
  try {
    const explanation = await explain(signal);
    emit({type: 'explained', scenario: scenario.id, at, explanation});
    return {explained: explanation};
  } catch (error) {
    if (error instanceof InterruptedError) return {};
    const title = `the cause could not be looked for: ${messageOf(error)}`;
    const step = {phase: 'explain', title, explain: 'Where a scenario has failed, the lab is looked at.'};
    const common = {type: 'scenarioStep', scenario: scenario.id, kind: 'undo', commands: []} as const;
    emit({...common, ...step, state: 'running', at});
    return {};
  }
}
