import {isMap, isNode, isScalar, LineCounter, parseAllDocuments, stringify, visit, type Document} from 'yaml';
import {messageOf} from './errors.js';

/** One thing that is wrong in a file, and what would be right. */
export interface Problem {
  readonly file: string;
  readonly line: number;
  readonly col: number;
  readonly message: string;
}

export type Path = readonly PropertyKey[];

/** One document of a YAML file: its plain value, and where each part of it stands. */
export interface SourceDocument {
  readonly value: unknown;
  /** A problem at the value at `path`, or at the nearest part above it that is there. */
  problemAt(path: Path, message: string): Problem;
  /** A problem at the key (not the value) at `path`. */
  problemAtKey(path: Path, message: string): Problem;
}

/** Deeper than any file that a person writes, and far less than what functions that call themselves can take. */
const MOST_DEPTH = 100;

/** Reads every document of a YAML text; what is wrong with it as YAML comes back as problems. */
export function readYaml(file: string, text: string): {documents: SourceDocument[]; problems: Problem[]} {
  const lines = new LineCounter();
  const at = (offset: number, message: string): Problem => {
    const {line, col} = lines.linePos(offset);
    return {file, line: Math.max(line, 1), col: Math.max(col, 1), message};
  };
  const documents: SourceDocument[] = [];
  const problems: Problem[] = [];
  for (const doc of parsedDocuments(text, lines)) {
    // What a parser says after its first error is about a text that nobody has written.
    const [error] = doc.errors;
    if (error !== undefined)
      problems.push(
        at(error.pos[0], `${firstLine(error.message)}${remedy(error.code, text.slice(0, error.pos[0]))}`),
      );
    const {value, fault} = doc.errors.length > 0 ? {} : valueOf(doc);
    if (fault !== undefined) problems.push(at(fault.offset, fault.message));
    if (value === null) continue;
    documents.push({
      value,
      problemAt: (path, message) => at(offsetOf(doc, path), message),
      problemAtKey: (path, message) => at(keyOffsetOf(doc, path), message),
    });
  }
  return {documents, problems};
}

/** What would be right, where it is known why people write what is wrong. */
function remedy(code: string, before: string): string {
  if (code === 'TAB_AS_INDENT') return '; YAML indents with spaces';
  if (before.endsWith('$')) return "; inside {…} a variable wants quotes: '${…}'";
  return '';
}

function parsedDocuments(text: string, lineCounter: LineCounter): readonly Document[] {
  const options = {lineCounter, prettyErrors: false, uniqueKeys: true, logLevel: 'error'} as const;
  const parsed = parseAllDocuments(text, options);
  return Array.isArray(parsed) ? parsed : [];
}

/** The plain value, or why there is none: an alias of nothing, of itself, of too much, or no end of nesting. */
function valueOf(doc: Document): {value?: unknown; fault?: {offset: number; message: string}} {
  const aliasOffset = (): number => {
    let offset = 0;
    visit(doc, {
      Alias: (_key, node) => {
        offset = node.range?.[0] ?? 0;
        return node.resolve(doc) === undefined ? visit.BREAK : undefined;
      },
    });
    return offset;
  };
  try {
    const value = doc.toJS() as unknown;
    if (depthWithin(value, MOST_DEPTH)) return {value};
    return {fault: {offset: aliasOffset(), message: `nested more than ${MOST_DEPTH} deep`}};
  } catch (error) {
    return {fault: {offset: aliasOffset(), message: firstLine(messageOf(error))}};
  }
}

function depthWithin(value: unknown, most: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return most > 0 && Object.values(value).every((part) => depthWithin(part, most - 1));
}

/** `file:line:col: message`, the form that editors and terminals can jump to. */
export function problemText({file, line, col, message}: Problem): string {
  return `${file}:${line}:${col}: ${message}`;
}

/** A plain value as YAML, as a person would write it. */
export function writeYaml(value: unknown): string {
  return stringify(value, {lineWidth: 90, singleQuote: true});
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? text;
}

function offsetOf(doc: Document, path: Path): number {
  for (let length = path.length; length >= 0; length--) {
    const node: unknown = doc.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return node.range[0];
  }
  return 0;
}

function keyOffsetOf(doc: Document, path: Path): number {
  const parent: unknown = doc.getIn(path.slice(0, -1), true);
  if (isMap(parent)) {
    for (const {key} of parent.items) {
      if (isScalar(key) && key.value === path.at(-1) && key.range) return key.range[0];
    }
  }
  return offsetOf(doc, path);
}
