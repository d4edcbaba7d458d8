import {FAULTS} from '../src/faults/index.js';
import {explanationJsonSchema, findingPages} from '../src/findings/index.js';

/** The pages of the findings, and the schema of what `explain` says. */
export function findingFiles(): Promise<Readonly<Record<string, string>>> {
  const planted = FAULTS.map(({name, does, finding}) => ({name, title: does.en, finding}));
  return Promise.resolve({
    ...findingPages(planted),
    'schemas/explain.schema.json': JSON.stringify(explanationJsonSchema()),
  });
}
