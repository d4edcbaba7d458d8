export interface GoModule {
  readonly path: string;
  readonly version: string;
}

const WORD = /^\S+$/;

/**
 * The modules that a go.mod pins, sorted: what it requires, with its replacements. From Go 1.17 on these are all
 * modules that a build can take anything from.
 */
export function goModules(text: string): readonly GoModule[] {
  const required = new Map<string, string>();
  const replaced = new Map<string, GoModule>();
  let block = '';
  for (const raw of text.split('\n')) {
    const line = raw.replace(/\/\/.*$/, '').trim();
    const opens = /^(\w+)\s*\($/.exec(line);
    if (opens !== null) block = opens[1] ?? '';
    else if (line === ')') block = '';
    else if (line !== '') take(block === '' ? line : `${block} ${line}`, required, replaced);
  }
  return [...required]
    .map(([path, version]) => replaced.get(path) ?? {path, version})
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

function take(line: string, required: Map<string, string>, replaced: Map<string, GoModule>): void {
  const [verb, ...words] = line.split(/\s+/).filter((word) => WORD.test(word));
  if (verb === 'require' && words.length === 2) required.set(words[0] ?? '', words[1] ?? '');
  if (verb !== 'replace') return;
  const arrow = words.indexOf('=>');
  const [path, version] = words.slice(arrow + 1);
  // A folder in place of a module has no version: nothing published is named by it.
  if (path !== undefined && version !== undefined) replaced.set(words[0] ?? '', {path, version});
}
