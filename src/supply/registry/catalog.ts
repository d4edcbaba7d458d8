import {readFileSync} from 'node:fs';
import {EastwestError, EXIT, messageOf} from '../../base/errors.js';
import {schemaProblems} from '../../base/schema-problems.js';
import {problemText, readYaml, type Problem} from '../../base/yaml.js';
import {catalogSchema, type Catalog} from './catalog-schema.js';

/** Reads a catalog; all that is wrong with it at once, each with file:line:col. */
export function readCatalog(file: string): Catalog {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    throw new EastwestError(`${file}:1:1: cannot be read: ${messageOf(cause)}`, {
      code: 'CATALOG-MISSING',
      exitCode: EXIT.usage,
      cause,
    });
  }
  const {documents, problems} = readYaml(file, text);
  const [source] = documents;
  if (source === undefined || problems.length > 0) {
    throw bad(
      file,
      problems.length > 0 ? problems : [{file, line: 1, col: 1, message: 'empty; expected a Catalog'}],
    );
  }
  const result = catalogSchema.safeParse(source.value, {reportInput: true});
  if (!result.success)
    throw bad(
      file,
      schemaProblems(source, result.error.issues, () => []),
    );
  return result.data;
}

function bad(file: string, problems: readonly Problem[]): EastwestError {
  return new EastwestError(`${file}: ${problems.length} mistakes in the catalog`, {
    code: 'CATALOG-BAD',
    details: problems.map(problemText),
    exitCode: EXIT.usage,
  });
}
