import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {dirname, join, relative} from 'node:path';
import test from 'ava';
import {packets} from '../../../src/scenario/probes/packets/packets.js';
import {projectFile} from '../../helpers/project.js';

const SRC = projectFile('src');
const IMAGES = projectFile('images');

interface Source {
  readonly path: string;
  readonly text: string;
}

function filesBelow(folder: string, name: RegExp): Source[] {
  return readdirSync(folder, {recursive: true})
    .map(String)
    .filter((path) => name.test(path) && !path.includes('node_modules'))
    .map((path) => ({path, text: readFileSync(join(folder, path), 'utf8')}));
}

/** Where programs are started; each without a shell in between. */
const STARTERS = ['cli/commands/shell.ts', 'drivers/process/system-processes.ts'];
/** Where a script goes to the shell of a container, with nothing in it that a scenario may write freely. */
const IN_CONTAINERS = ['scenario/probes/packets/capture.ts'];
/** Where a script that never changes goes to one; what a scenario says is its arguments, which no shell reads. */
const FIXED_SCRIPTS = [
  'drivers/docker/ended.ts',
  'scenario/actions/kill-pods/containerd.ts',
  'scenario/actions/start-calls/start-calls.ts',
  'scenario/started-calls.ts',
];

function shells({path, text}: Source): string[] {
  const imported = /import \{([^}]*)\} from '(?:node:)?child_process'/.exec(text)?.[1];
  const names = imported?.split(',').map((name) => name.trim()) ?? [];
  return [
    ...(/from '(?:node:)?child_process'|from 'execa'/.test(text) && !STARTERS.includes(path)
      ? [`${path} starts programs`]
      : []),
    ...names.filter((name) => name !== 'spawn').map((name) => `${path} imports ${name}`),
    ...(/\bshell: *(true|['"]\/)/.test(text) ? [`${path} asks for a shell`] : []),
    ...(/\b(eval\(|new Function\()/.test(text) ? [`${path} runs a text`] : []),
    ...(/'(ba|da)?sh', '-\w*c'/.test(text) && ![...IN_CONTAINERS, ...FIXED_SCRIPTS].includes(path)
      ? [`${path} writes a script for a shell`]
      : []),
  ];
}

test('no program is started through a shell', (t) => {
  const sources = filesBelow(SRC, /\.ts$/);
  t.true(sources.length > 100);
  t.deepEqual(sources.flatMap(shells), []);
});

test('scripts that never change have nothing put into them', (t) => {
  for (const path of FIXED_SCRIPTS) {
    const text = readFileSync(join(SRC, path), 'utf8');
    const scripts = [...text.matchAll(/const ([A-Z]+) =\s*(['"`])/g)];
    t.deepEqual(
      scripts.filter(([, , quote]) => quote === '`').map(([, name]) => name),
      [],
    );
    t.notRegex(text, /'-\w*c', *`/);
  }
});

test('each way to a shell is found', (t) => {
  const found = (text: string): number => shells({path: 'mesh/bad.ts', text}).length;
  t.is(found("import {exec} from 'node:child_process';"), 2);
  t.is(found("import {spawn} from 'child_process';"), 1);
  t.is(found("import {execa} from 'execa';"), 1);
  t.is(found('run(file, {shell: true})'), 1);
  t.is(found("run(['sh', '-c', script])"), 1);
  t.is(found('eval(text)'), 1);
});

for (const filter of [
  "tcp'; touch /tmp/x; '",
  'tcp $(id)',
  'tcp `id`',
  'tcp | tee /x',
  'tcp; id',
  'tcp\nid',
]) {
  test(`what a capture is asked for cannot leave its quotes: ${JSON.stringify(filter)}`, (t) => {
    const {success, error} = packets.schema.safeParse({node: 'west', filter, during: {}});
    t.false(success);
    t.true(error?.issues.some(({path}) => path.join('.') === 'filter'));
  });
}

test('what recipes fetch is pinned by sums: wheels, modules, and nothing by itself', (t) => {
  const wheels = filesBelow(IMAGES, /requirements\.txt$/);
  t.true(wheels.length > 0);
  for (const {path, text} of wheels) {
    for (const line of text
      .replaceAll('\\\n', ' ')
      .split('\n')
      .filter((one) => /^\w/.test(one)))
      t.regex(line, /--hash=sha256:[0-9a-f]{64}/, path);
  }
  const modules = filesBelow(IMAGES, /go\.mod$/).filter(({text}) => /^require|\trequire/m.test(text));
  t.true(modules.length > 3);
  for (const {path} of modules) t.true(existsSync(join(IMAGES, dirname(path), 'go.sum')), path);
  for (const {path, text} of filesBelow(IMAGES, /Dockerfile$/))
    t.notRegex(text, /\b(curl|wget)\s+[^&|]*https?:|^ADD\s+https?:/m, path);
});

test('only one file fetches by itself, and it wants a sum for each', (t) => {
  const fetching = filesBelow(SRC, /\.ts$/).filter(({text}) =>
    /from '(undici|node:https)'|\bawait fetch\(/.test(text),
  );
  t.deepEqual(fetching.map(({path}) => relative('.', path)).sort(), [
    'drivers/download/answer.ts',
    'drivers/download/https-downloads.ts',
    'drivers/kube/request.ts',
  ]);
  const request = readFileSync(join(SRC, 'drivers/download/download.ts'), 'utf8');
  t.regex(request, /readonly sha256: string;/, 'a file without a sum cannot be asked for');
});
