import type {RunOptions, World} from './bench.js';
import type {ScenarioResult} from './result.js';
import {runScenario} from './run-scenario.js';
import type {Scenario} from './scenario.js';

/** Runs scenarios one after the other, in the order given: they share one lab. */
export async function runScenarios(
  scenarios: readonly Scenario[],
  world: World,
  options: RunOptions,
): Promise<readonly ScenarioResult[]> {
  const results: ScenarioResult[] = [];
  for (const scenario of scenarios) {
    results.push(
      options.signal.aborted
        ? notBegun(scenario, world, options)
        : await runScenario(scenario, world, options),
    );
  }
  return results;
}

function notBegun(
  {id, pack, name, title: {en: title}}: Scenario,
  {clock}: World,
  {emit}: RunOptions,
): ScenarioResult {
  const ending = {evidence: 'not begun', seconds: 0, leftBehind: []};
  emit({type: 'scenario', id, title, state: 'interrupted', at: clock.date().toISOString(), ...ending});
  return {id, pack, name, title, verdict: 'interrupted', steps: [], ...ending};
}
