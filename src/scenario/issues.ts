import type {z} from 'zod';
import {schemaProblems, type SchemaIssue} from '../base/schema-problems.js';
import type {Path, Problem, SourceDocument} from '../base/yaml.js';
import {ALLOWED_SEPARATOR} from './strict.js';

type Issue = z.core.$ZodIssue;

/** A schema's issues as problems at their places in the file. */
export function problemsOf(issues: readonly Issue[], source: SourceDocument): readonly Problem[] {
  const plain = issues.flatMap((issue) => withoutUnions(issue, []));
  const allowedAt = (path: Path): readonly string[] =>
    plain
      .find((issue) => issue.keys !== undefined && samePath(issue.path, path))
      ?.message.split(ALLOWED_SEPARATOR) ?? [];
  return schemaProblems(source, plain, allowedAt);
}

/** Of a union, the complaints of the alternative that was meant: the one that the value is of the kind of. */
function withoutUnions(issue: Issue, above: Path): readonly SchemaIssue[] {
  const path = [...above, ...issue.path];
  if (issue.code === 'invalid_key') {
    return [{code: issue.code, path, message: issue.issues[0]?.message ?? issue.message}];
  }
  if (issue.code !== 'invalid_union') return [{...issue, path}];
  const meant = issue.errors.find((branch) => !branch.some(isWrongKind));
  if (meant !== undefined) return meant.flatMap((inner) => withoutUnions(inner, path));
  const kinds = issue.errors.flatMap((branch) => branch.filter(isWrongKind)).map(expectedOf);
  return [{code: 'invalid_type', path, message: issue.message, expected: [...new Set(kinds)].join(' or ')}];
}

function isWrongKind(issue: Issue): boolean {
  return issue.code === 'invalid_type' && issue.path.length === 0;
}

function expectedOf(issue: Issue): string {
  return issue.code === 'invalid_type' ? issue.expected : '';
}

function samePath(one: Path, other: Path): boolean {
  return one.length === other.length && one.every((key, index) => key === other[index]);
}
