import {existsSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {EastwestError, EXIT} from '../base/errors.js';
import {problemText, type Problem} from '../base/yaml.js';
import type {Plan} from '../plan/plan.js';
import {chosen, refuseUnknownSettings, type Choice} from './choice.js';
import {didYouMean} from './did-you-mean.js';
import {discover, idOf, type ScenarioPlace} from './files.js';
import {manifestPlace} from './manifest-place.js';
import {inOrder} from './order.js';
import {parseScenario, type Parsed} from './parse.js';
import type {Surroundings} from './surroundings.js';
import type {Scenario} from './scenario.js';
import type {Settings} from './typed-variables.js';

/**
 * The scenarios that are asked for by `PACK` or `PACK/NAME`, all of them where nothing is asked for, each after
 * those that it names in `after`. `folder` has a folder for each pack, with a file for each scenario. Every
 * file that is needed is checked before anything is run.
 */
export function loadScenarios(
  folder: string,
  wanted: readonly string[],
  plan: Plan,
  {only = [], skip = [], settings = {}}: Omit<Choice, 'wanted'> = {},
): readonly Scenario[] {
  const found = discover(folder);
  const selected = select(found, wanted, folder);
  const packs = new Set(selected.map(({pack}) => pack));
  const places = found.filter(({pack}) => packs.has(pack));
  const parsed = places.map((place) => {
    const names = places.filter(({pack}) => pack === place.pack).map(({name}) => name);
    return readScenario(place, surroundingsOf(plan, names), settings);
  });
  const problems = parsed.flatMap((one) => one.problems);
  if (problems.length > 0) throw badScenarios(problems);
  const scenarios = inOrder(parsed.flatMap(({scenario}) => scenario ?? []));
  const ids = new Set(selected.map(idOf));
  const left = chosen(
    scenarios.filter(({id}) => ids.has(id)),
    {only, skip},
  );
  refuseUnknownSettings(settings, left);
  return left;
}

/** What a scenario may name: parts of the lab of a plan, and the scenarios of its pack. */
export function surroundingsOf(plan: Plan, packNames: readonly string[]): Surroundings {
  return {
    packNames,
    clusters: plan.clusters.map(({name}) => name),
    client: plan.client.name,
    manifest: (file, scenarioFile) => {
      const place = manifestPlace(file, scenarioFile, plan.folder);
      return existsSync(join(plan.folder, place)) ? place : undefined;
    },
  };
}

/** Reads the scenario of a place, which must be the one that stands in the file. */
export function readScenario(
  {pack, name, file}: ScenarioPlace,
  lab: Surroundings,
  settings: Settings = {},
): Parsed {
  const parsed = parseScenario(file, readFileSync(file, 'utf8'), lab, settings);
  const {scenario} = parsed;
  if (scenario === undefined || scenario.id === `${pack}/${name}`) return parsed;
  const message = `the file is ${pack}/${name}.yaml, but the scenario in it is ${scenario.id}`;
  return {problems: [{file, line: 1, col: 1, message}]};
}

function select(
  found: readonly ScenarioPlace[],
  wanted: readonly string[],
  folder: string,
): readonly ScenarioPlace[] {
  const ids = found.map(idOf);
  const names = [...new Set([...found.map(({pack}) => pack), ...ids])];
  const unknown = wanted.filter((name) => !names.includes(name));
  if (unknown.length > 0 || found.length === 0) {
    const [first = ''] = unknown;
    const message =
      unknown.length > 0
        ? `no scenario ${unknown.join(', ')}${didYouMean(first, names)}`
        : `no scenarios in ${folder}`;
    throw new EastwestError(message, {
      code: 'SCENARIO-UNKNOWN',
      hint: 'eastwest run PACK or PACK/NAME, with one of these',
      details: ids,
      exitCode: EXIT.usage,
    });
  }
  return wanted.length === 0
    ? found
    : found.filter((one) => wanted.includes(one.pack) || wanted.includes(idOf(one)));
}

function badScenarios(problems: readonly Problem[]): EastwestError {
  const count = problems.length === 1 ? '1 thing is' : `${problems.length} things are`;
  return new EastwestError(`${count} wrong in the scenarios`, {
    code: 'BAD-SCENARIO',
    details: problems.map(problemText),
    exitCode: EXIT.usage,
  });
}
