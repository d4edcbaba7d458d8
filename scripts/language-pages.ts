import {join} from 'node:path';
import {labJsonSchema} from '../src/lab/json-schema.js';
import {readLab} from '../src/lab/read-lab.js';
import {hopJsonSchema, matrixJsonSchema, resultsJsonSchema} from '../src/report/index.js';
import {newScenario} from '../src/scenario/new-scenario.js';
import {scenarioJsonSchema} from '../src/scenario/reference/json-schema.js';
import {scenarioReference} from '../src/scenario/reference/pages.js';

/** The schemas for editors, of a run's results, of hops and of the matrix, and the reference of the scenario language. */
export async function languagePages(project: string): Promise<Readonly<Record<string, string>>> {
  const schema = scenarioJsonSchema();
  const lab = readLab(join(project, 'ch12/lab.yaml'));
  const example = newScenario('mine/first', lab, '../../schemas/scenario.schema.json');
  return {
    'schemas/scenario.schema.json': JSON.stringify(schema),
    'schemas/lab.schema.json': JSON.stringify(labJsonSchema()),
    'schemas/results.schema.json': JSON.stringify(resultsJsonSchema()),
    'schemas/hop.schema.json': JSON.stringify(hopJsonSchema()),
    'schemas/matrix.schema.json': JSON.stringify(matrixJsonSchema()),
    'docs/scenarios.md': scenarioReference(schema, example),
  };
}
