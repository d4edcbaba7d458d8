import {nearest} from './nearest.js';
import type {Path, Problem, SourceDocument} from './yaml.js';

/** The part of a schema library's issue that a message is made from. */
export interface SchemaIssue {
  readonly code?: string | undefined;
  readonly path: Path;
  readonly message: string;
  readonly keys?: readonly string[];
  readonly expected?: unknown;
  readonly input?: unknown;
}

/**
 * Says each issue of a schema at the place in the file that it is about. `allowedAt` names the keys that
 * the mapping at a path may have.
 */
export function schemaProblems(
  source: SourceDocument,
  issues: readonly SchemaIssue[],
  allowedAt: (path: Path) => readonly string[],
): Problem[] {
  return issues.flatMap((issue) => {
    if (issue.code === 'invalid_key') {
      const [key] = issue.path.slice(-1);
      const where = pathText(issue.path.slice(0, -1));
      return [source.problemAtKey(issue.path, `${where}: ${issue.message}, got ${shown(key)}`)];
    }
    if (issue.code !== 'unrecognized_keys') return [source.problemAt(issue.path, said(source, issue))];
    const allowed = allowedAt(issue.path);
    return (issue.keys ?? []).map((key) =>
      source.problemAtKey([...issue.path, key], `unknown key ${inLine(key)}${suggestion(key, allowed)}`),
    );
  });
}

function said(source: SourceDocument, {path, message, code, expected}: SchemaIssue): string {
  const where = path.length === 0 ? '' : `${pathText(path)}: `;
  const value = valueAt(source.value, path);
  if (code === 'invalid_type' && value === undefined) return `${where}missing, expected ${String(expected)}`;
  if (code === 'invalid_type' && message.startsWith('Invalid input')) {
    return `${where}expected ${String(expected)}, got ${shown(value)}`;
  }
  return `${where}${message.replace(/^Invalid input: /, '')}, got ${shown(value)}`;
}

function suggestion(key: string, allowed: readonly string[]): string {
  const near = nearest(key, allowed);
  const list = allowed.length === 0 ? '' : `; allowed here: ${allowed.join(', ')}`;
  return near === undefined ? list : `, did you mean ${near}?${list}`;
}

function pathText(path: Path): string {
  return path.map((key) => inLine(String(key))).join('.');
}

/** A key may be a text of several lines, and a mapping that is a key is one. */
function inLine(key: string): string {
  return shortened(key.replace(/\s+/g, ' ').trim());
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (part, key) => (part as Record<PropertyKey, unknown> | undefined)?.[key],
    value,
  );
}

function shown(value: unknown): string {
  return shortened(value === undefined ? 'nothing' : JSON.stringify(value));
}

function shortened(text: string): string {
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
