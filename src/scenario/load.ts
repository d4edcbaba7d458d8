import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {EastwestError, EXIT} from '../base/errors.js';
import {problemText, type Problem} from '../base/yaml.js';
import type {Plan} from '../plan/plan.js';
import {inOrder} from './order.js';
import {parseScenario} from './parse.js';
import type {Surroundings} from './rules.js';
import type {Scenario} from './scenario.js';
import {didYouMean} from './did-you-mean.js';

interface Found {
  readonly pack: string;
  readonly name: string;
  readonly file: string;
}

/**
 * The scenarios that are asked for by `PACK` or `PACK/NAME`, all of them where nothing is asked for, each after
 * those that it names in `after`. `folder` has a folder for each pack, with a file for each scenario. Every
 * file that is needed is checked before anything is run.
 */
export function loadScenarios(folder: string, wanted: readonly string[], plan: Plan): readonly Scenario[] {
  const found = discover(folder);
  const chosen = select(found, wanted, folder);
  const lab: Surroundings = {
    clusters: plan.clusters.map(({name}) => name),
    client: plan.client.name,
    hasFile: (file) => existsSync(join(plan.folder, file)),
  };
  const packs = new Set(chosen.map(({pack}) => pack));
  const parsed = found.filter(({pack}) => packs.has(pack)).map((one) => read(one, lab));
  const problems = parsed.flatMap((one) => one.problems);
  if (problems.length > 0) {
    const count = problems.length === 1 ? '1 thing is' : `${problems.length} things are`;
    throw new EastwestError(`${count} wrong in the scenarios`, {
      code: 'BAD-SCENARIO',
      details: problems.map(problemText),
      exitCode: EXIT.usage,
    });
  }
  const scenarios = inOrder(parsed.flatMap(({scenario}) => scenario ?? []));
  const ids = new Set(chosen.map(idOf));
  return scenarios.filter(({id}) => ids.has(id));
}

function discover(folder: string): readonly Found[] {
  const packs = existsSync(folder) ? readdirSync(folder, {withFileTypes: true}) : [];
  return packs
    .filter((entry) => entry.isDirectory())
    .flatMap(({name: pack}) =>
      readdirSync(join(folder, pack))
        .filter((file) => file.endsWith('.yaml'))
        .map((file) => ({pack, name: file.slice(0, -'.yaml'.length), file: join(folder, pack, file)})),
    )
    .sort((a, b) => (idOf(a) < idOf(b) ? -1 : 1));
}

function select(found: readonly Found[], wanted: readonly string[], folder: string): readonly Found[] {
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

function read(
  {pack, name, file}: Found,
  lab: Surroundings,
): {scenario?: Scenario; problems: readonly Problem[]} {
  const parsed = parseScenario(file, readFileSync(file, 'utf8'), lab);
  const {scenario} = parsed;
  if (scenario === undefined || scenario.id === `${pack}/${name}`) return parsed;
  const message = `the file is ${pack}/${name}.yaml, but the scenario in it is ${scenario.id}`;
  return {problems: [{file, line: 1, col: 1, message}]};
}

function idOf({pack, name}: {pack: string; name: string}): string {
  return `${pack}/${name}`;
}
