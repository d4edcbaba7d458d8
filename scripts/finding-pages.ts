import {explanationJsonSchema, findingPages} from '../src/findings/index.js';

/** The pages of the findings, and the schema of what `explain` says. */
export function findingFiles(): Promise<Readonly<Record<string, string>>> {
  return Promise.resolve({
    ...findingPages([]),
    'schemas/explain.schema.json': JSON.stringify(explanationJsonSchema()),
  });
}
