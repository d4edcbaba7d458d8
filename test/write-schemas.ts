import {mkdirSync, writeFileSync} from 'node:fs';
import {resultsJsonSchema} from '../src/report/index.js';
import {projectFile} from './helpers/project.js';

mkdirSync(projectFile('schemas'), {recursive: true});
writeFileSync(
  projectFile('schemas/results.schema.json'),
  `${JSON.stringify(resultsJsonSchema(), null, 2)}\n`,
);
