import {mkdirSync, writeFileSync} from 'node:fs';
import {dirname} from 'node:path';
import {asItStands, generated, GENERATED} from './helpers/generated.js';
import {projectFile} from './helpers/project.js';

// What `npm run generate` does: every generated file anew.
for (const name of GENERATED) {
  const text = await generated(name);
  const same = asItStands(name) === text;
  mkdirSync(dirname(projectFile(name)), {recursive: true});
  writeFileSync(projectFile(name), text);
  process.stdout.write(`${name}: ${same ? 'as it was' : 'changed'}\n`);
}
