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
    results.push(options.signal.aborted ? notBegun(scenario) : await runScenario(scenario, world, options));
  }
  return results;
}

function notBegun({id, pack, name, title: {en: title}}: Scenario): ScenarioResult {
  const verdict = 'interrupted';
  return {id, pack, name, title, verdict, evidence: 'not begun', seconds: 0, steps: [], leftBehind: []};
}
