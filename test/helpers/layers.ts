import {readdirSync, readFileSync} from 'node:fs';
import {dirname, join, posix, relative} from 'node:path';
import ts from 'typescript';

/** A file of src, as far as the layers go; paths are relative to src, with slashes. */
export interface SourceFile {
  readonly path: string;
  readonly lines: number;
  /** What it imports, re-exports or loads later, as written. */
  readonly imports: readonly string[];
}

export interface Rules {
  /** What the files of a unit may import beside each other: folders end in a slash. */
  readonly layers: Readonly<Record<string, readonly string[]>>;
  /** Who may import a package: a folder, or a file. */
  readonly packages: Readonly<Record<string, readonly string[]>>;
  readonly maxLines: number;
}

/** Every way in which the files break the rules, one sentence each. Pure. */
export function violations(files: readonly SourceFile[], rules: Rules): string[] {
  return [
    ...files.flatMap((file) => file.imports.flatMap((name) => forbidden(file, name, rules))),
    ...files
      .filter(({lines}) => lines > rules.maxLines)
      .map(({path, lines}) => `${path} has ${lines} lines, more than ${rules.maxLines}`),
    ...circles(graphOf(files, (path) => path)).map((circle) => `files in a circle: ${circle}`),
    ...circles(graphOf(files, unitOf)).map((circle) => `folders in a circle: ${circle}`),
  ];
}

/** The layer that a file belongs to: its folder, for a driver the driver's own, and for a file of src itself it. */
export function unitOf(path: string): string {
  const [top = '', second = '', ...rest] = path.split('/');
  return top === 'drivers' ? `${top}/${second}` : second === '' && rest.length === 0 ? path : top;
}

/** Reads the files of a folder and their imports, by TypeScript's own scanner. */
export function readSources(folder: string): SourceFile[] {
  const names = readdirSync(folder, {recursive: true, encoding: 'utf8'});
  return names
    .filter((name) => name.endsWith('.ts'))
    .map((name) => {
      const text = readFileSync(join(folder, name), 'utf8');
      const {importedFiles} = ts.preProcessFile(text, true, true);
      return {
        path: relative(folder, join(folder, name)).replaceAll('\\', '/'),
        lines: text.trimEnd().split('\n').length,
        imports: importedFiles.map(({fileName}) => fileName),
      };
    });
}

function forbidden({path}: SourceFile, name: string, {layers, packages}: Rules): string[] {
  const said = `${path} may not import ${name}`;
  if (name.startsWith('node:')) return [];
  const target = targetOf(path, name);
  if (target === undefined) {
    const allowed = packages[name];
    if (allowed === undefined) return [`${said}: no rule knows this package`];
    return allowed.some((place) => within(path, place)) ? [] : [said];
  }
  const unit = unitOf(path);
  if (unitOf(target) === unit) return [];
  const allowed = layers[unit];
  if (allowed === undefined) return [`${said}: no rule knows ${unit}`];
  return allowed.some((place) => within(target, place)) ? [] : [said];
}

function within(path: string, place: string): boolean {
  return place.endsWith('/') ? path.startsWith(place) : path === place;
}

/** The file of src that an import means; undefined for a package. */
function targetOf(path: string, name: string): string | undefined {
  return name.startsWith('.') ? posix.join(dirname(path), name).replace(/\.js$/, '.ts') : undefined;
}

function graphOf(
  files: readonly SourceFile[],
  nodeOf: (path: string) => string,
): ReadonlyMap<string, ReadonlySet<string>> {
  const graph = new Map<string, Set<string>>();
  for (const {path, imports} of files) {
    const node = nodeOf(path);
    const targets = imports.flatMap((name) => targetOf(path, name) ?? []).map(nodeOf);
    const known = graph.get(node) ?? new Set();
    graph.set(node, known);
    // A file that imports itself is a circle; a folder whose files import each other is none.
    for (const target of targets) if (target !== node || node === path) known.add(target);
  }
  return graph;
}

/** Each circle once, as `a -> b -> a`. */
function circles(graph: ReadonlyMap<string, ReadonlySet<string>>): string[] {
  const found: string[] = [];
  const over = new Set<string>();
  const visit = (node: string, trail: readonly string[]): void => {
    const seen = trail.indexOf(node);
    if (seen >= 0) found.push([...trail.slice(seen), node].join(' -> '));
    if (seen >= 0 || over.has(node)) return;
    for (const next of graph.get(node) ?? []) visit(next, [...trail, node]);
    over.add(node);
  };
  for (const node of graph.keys()) visit(node, []);
  return found;
}
