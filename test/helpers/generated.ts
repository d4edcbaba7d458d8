import {readFileSync} from 'node:fs';
import {format, resolveConfig} from 'prettier';
import {labJsonSchema} from '../../src/lab/json-schema.js';
import {newScenario} from '../../src/scenario/new-scenario.js';
import {scenarioJsonSchema} from '../../src/scenario/reference/json-schema.js';
import {scenarioReference} from '../../src/scenario/reference/pages.js';
import {chapterPlan} from './chapter.js';
import {projectFile} from './project.js';

const json = (value: object): string => JSON.stringify(value, null, 2);

/** Files of the project that are made from its sources, and how. */
const MADE: Readonly<Record<string, () => string>> = {
  'schemas/scenario.schema.json': () => json(scenarioJsonSchema()),
  'schemas/lab.schema.json': () => json(labJsonSchema()),
  'docs/scenarios.md': () =>
    scenarioReference(
      scenarioJsonSchema(),
      newScenario('mine/first', chapterPlan(), '../../schemas/scenario.schema.json'),
    ),
};

export const GENERATED = Object.keys(MADE);

/** What stands in a generated file once it is made anew. */
export async function generated(name: string): Promise<string> {
  const make = MADE[name];
  if (make === undefined) throw new RangeError(`nothing makes ${name}`);
  const file = projectFile(name);
  return format(make(), {...(await resolveConfig(file)), filepath: file});
}

/** What stands there now; '' where there is no file. */
export function asItStands(name: string): string {
  try {
    return readFileSync(projectFile(name), 'utf8');
  } catch {
    return '';
  }
}
