import {EastwestError, EXIT} from '../base/errors.js';
import type {Scenario} from './scenario.js';

/** Each scenario after those that it names in `after`, otherwise as given. */
export function inOrder(scenarios: readonly Scenario[]): readonly Scenario[] {
  const ordered: Scenario[] = [];
  const under: Scenario[] = [];
  const place = (scenario: Scenario): void => {
    if (ordered.includes(scenario)) return;
    if (under.includes(scenario)) throw circle([...under.slice(under.indexOf(scenario)), scenario]);
    under.push(scenario);
    for (const name of scenario.after) place(named(name, scenario, scenarios));
    under.pop();
    ordered.push(scenario);
  };
  scenarios.forEach(place);
  return ordered;
}

function named(name: string, {file, pack}: Scenario, scenarios: readonly Scenario[]): Scenario {
  const found = scenarios.find((candidate) => candidate.pack === pack && candidate.name === name);
  if (found !== undefined) return found;
  throw badOrder(`${file}: comes after ${name}, which the pack ${pack} does not have`);
}

function circle(scenarios: readonly Scenario[]): EastwestError {
  return badOrder(`scenarios wait for each other: ${scenarios.map(({id}) => id).join(' after ')}`);
}

function badOrder(message: string): EastwestError {
  return new EastwestError(message, {code: 'BAD-SCENARIO', exitCode: EXIT.usage});
}
