import {readFileSync} from 'node:fs';
import {basename, dirname, join, resolve} from 'node:path';
import {messageOf} from '../../base/errors.js';
import {readYaml, type Problem} from '../../base/yaml.js';
import type {Plan} from '../../plan/plan.js';
import {discover, type ScenarioPlace} from '../files.js';
import {absentClusters} from '../cluster-rules.js';
import {readScenario, surroundingsOf} from '../load.js';
import {inOrder} from '../order.js';
import type {Surroundings} from '../surroundings.js';
import {fillVariables} from '../typed-variables.js';
import {unusedVariables, warningsOf} from './warnings.js';

export interface Finding extends Problem {
  /** With an error the file is not run. */
  readonly severity: 'error' | 'warning';
}

/** Checks scenario files as `run` does before it begins, and warns of what they hardly mean. Asks no cluster. */
export function lintFiles(files: readonly string[], plan: Plan): readonly Finding[] {
  const places = files.map(placeOf);
  const each = places.flatMap((place) => lintOne(place, plan));
  const folders = new Set(places.map(({file}) => dirname(dirname(resolve(file)))));
  const circles = [...folders].flatMap((folder) => circleIn(folder, places, plan));
  return [...each, ...circles];
}

function lintOne(place: ScenarioPlace, plan: Plan): readonly Finding[] {
  const {file} = place;
  const findings = (severity: Finding['severity'], problems: readonly Problem[]): readonly Finding[] =>
    problems.map((problem) => ({...problem, severity}));
  if (!file.endsWith('.yaml')) {
    return findings('error', [
      {file, line: 1, col: 1, message: 'the name of a scenario file ends with .yaml'},
    ]);
  }
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    return findings('error', [{file, line: 1, col: 1, message: `cannot be read: ${messageOf(error)}`}]);
  }
  const lab = surroundingsOf(plan, siblingsOf(place));
  const {problems} = readScenario(place, lab);
  if (problems.length > 0) return findings('error', problems);
  const [source] = readYaml(file, text).documents;
  if (source === undefined) return [];
  const {filled} = fillVariables(source, {});
  const absent = absentClusters(source, lab);
  // Its manifests are those of another lab.
  if (absent.length > 0) return findings('warning', [...absent, ...unusedVariables(source)]);
  return findings('warning', [
    ...unusedVariables(source),
    ...warningsOf(filled, manifestsOf(file, lab, plan)),
  ]);
}

function manifestsOf(scenarioFile: string, {manifest}: Surroundings, {folder}: Plan) {
  return (name: string) => {
    const place = manifest(name, scenarioFile);
    if (place === undefined) return undefined;
    const path = join(folder, place);
    return {name: path, text: readFileSync(path, 'utf8')};
  };
}

/** A circle of `after` among the sound scenarios of a folder, told of the first file that is looked at. */
function circleIn(folder: string, places: readonly ScenarioPlace[], plan: Plan): readonly Finding[] {
  const mine = places.filter(({file}) => dirname(dirname(resolve(file))) === folder);
  const packs = new Set(mine.map(({pack}) => pack));
  const all = discover(folder).filter(({pack}) => packs.has(pack));
  const parsed = all.map((place) => readScenario(place, surroundingsOf(plan, siblingsOf(place))));
  const sound = parsed.flatMap(({scenario}) => scenario ?? []);
  if (sound.length < all.length) return [];
  try {
    inOrder(sound);
    return [];
  } catch (error) {
    const [{file} = {file: folder}] = mine;
    return [{file, line: 1, col: 1, message: messageOf(error), severity: 'error'}];
  }
}

function placeOf(file: string): ScenarioPlace {
  return {pack: basename(dirname(resolve(file))), name: basename(file, '.yaml'), file};
}

function siblingsOf({file, pack}: ScenarioPlace): readonly string[] {
  const folder = dirname(dirname(resolve(file)));
  return discover(folder)
    .filter((other) => other.pack === pack)
    .map(({name}) => name);
}
