import {isMap, isNode, isScalar, LineCounter, parseAllDocuments, stringify, type Document} from 'yaml';

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

/** Reads every document of a YAML text; syntax errors come back as problems. */
export function readYaml(file: string, text: string): {documents: SourceDocument[]; problems: Problem[]} {
  const lines = new LineCounter();
  const parsed = parseAllDocuments(text, {lineCounter: lines, prettyErrors: false, uniqueKeys: true});
  const list: Document[] = Array.isArray(parsed) ? parsed : [];
  const at = (offset: number, message: string): Problem => {
    const {line, col} = lines.linePos(offset);
    return {file, line: Math.max(line, 1), col: Math.max(col, 1), message};
  };
  const problems = list.flatMap((doc) =>
    doc.errors.map((error) => at(error.pos[0], firstLine(error.message))),
  );
  const documents = list
    .map((doc) => ({
      value: doc.errors.length > 0 ? undefined : (doc.toJS() as unknown),
      problemAt: (path: Path, message: string) => at(offsetOf(doc, path), message),
      problemAtKey: (path: Path, message: string) => at(keyOffsetOf(doc, path), message),
    }))
    .filter(({value}) => value !== null);
  return {documents, problems};
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
