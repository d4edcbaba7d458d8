import assert from 'node:assert/strict';
import {readFileSync, readdirSync} from 'node:fs';
import fc from 'fast-check';
import test from 'ava';
import {parse, stringify} from 'yaml';
import {problemText, readYaml} from '../../../src/base/yaml.js';
import {parseScenario} from '../../../src/scenario/parse.js';
import {warningsOf} from '../../../src/scenario/lint/warnings.js';
import type {Surroundings} from '../../../src/scenario/surroundings.js';
import {projectFile} from '../../helpers/project.js';
import {scenarioFixture, SURROUNDINGS} from '../../helpers/scenarios.js';

type Tree = Record<string, unknown> | unknown[];
type Place = readonly [parent: Tree, key: string | number];

const LAB: Surroundings = {...SURROUNDINGS, manifest: (file) => file};
const FILE = 'bad.yaml';
const PROBLEM = /^bad\.yaml:[1-9]\d*:[1-9]\d*: \S/;

/** Whatever the text is: a sound scenario or problems, each at a place in the text; never an exception. */
function problemsIn(text: string): readonly string[] {
  const {scenario, problems} = parseScenario(FILE, text, LAB);
  assert.equal(scenario === undefined, problems.length > 0, 'a scenario or problems');
  const lines = text.split(/\r\n|\r|\n/).length;
  for (const problem of problems) {
    assert.match(problemText(problem), PROBLEM);
    assert.ok(problem.line <= lines, `line ${problem.line} of ${lines}`);
    assert.doesNotMatch(problem.message, /\n|\[object |\bat .*:\d+:\d+\)/);
  }
  const [source] = scenario === undefined ? [] : readYaml(FILE, text).documents;
  if (source !== undefined) warningsOf(source, () => undefined);
  return problems.map(problemText);
}

const VALID = [
  scenarioFixture('valid-whole.yaml'),
  ...readdirSync(projectFile('scenarios/ch12'))
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => readFileSync(projectFile(`scenarios/ch12/${name}`), 'utf8')),
];

/** Every place in a value where something stands under a key. */
function placesIn(value: unknown): readonly Place[] {
  if (typeof value !== 'object' || value === null) return [];
  const tree = value as Tree;
  const keys = Array.isArray(tree) ? [...tree.keys()] : Object.keys(tree);
  return keys.flatMap((key): readonly Place[] => [
    [tree, key],
    ...placesIn((tree as Record<string | number, unknown>)[key]),
  ]);
}

function remove([parent, key]: Place): void {
  if (Array.isArray(parent)) parent.splice(Number(key), 1);
  else Reflect.deleteProperty(parent, key);
}

function put([parent, key]: Place, value: unknown, name: string | number = key): void {
  if (name !== key) remove([parent, key]);
  Object.defineProperty(parent, name, {value, configurable: true, enumerable: true, writable: true});
}

const NAMES = [
  '',
  ' ',
  '__proto__',
  'constructor',
  'toString',
  'explain',
  'expect',
  'within',
  'cluster',
  '<<',
  '0',
];
const anyName = fc.oneof(fc.constantFrom(...NAMES), fc.string({maxLength: 12}));
const anyValue = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    [],
    {},
    '',
    '${',
    '${var.}',
    '${nothing}',
    '${west.ingress}',
    '30s',
    -1,
    1e308,
    true,
  ),
  fc.string(),
  fc.double(),
  fc.anything({withNullPrototype: false, maxDepth: 3}).filter((value) => isYaml(value)),
);

function isYaml(value: unknown): boolean {
  try {
    parse(stringify(value));
    return true;
  } catch {
    return false;
  }
}

const mutation = fc.record({
  file: fc.nat(),
  times: fc.array(
    fc.record({
      at: fc.nat(),
      what: fc.constantFrom('drop', 'rename', 'retype', 'double'),
      name: anyName,
      value: anyValue,
    }),
    {minLength: 1, maxLength: 4},
  ),
});

type Mutation = typeof mutation extends fc.Arbitrary<infer T> ? T : never;

/** A valid file with some keys dropped, renamed, given other values, or put elsewhere. */
function mutated({file, times}: Mutation): string {
  const value = parse(VALID[file % VALID.length] ?? '') as unknown;
  for (const {at, what, name, value: given} of times) {
    const places = placesIn(value);
    const place = places[at % places.length];
    if (place === undefined) break;
    const [parent, key] = place;
    const here = (parent as Record<string | number, unknown>)[key];
    if (what === 'drop') remove(place);
    else if (what === 'retype') put(place, given);
    else if (Array.isArray(parent)) parent.push(here);
    else if (what === 'rename') put(place, here, name);
    else put(place, {[name]: here, [key]: here});
  }
  return stringify(value);
}

test('a valid file with keys dropped, renamed and retyped gives problems with their places', (t) => {
  let refused = 0;
  fc.assert(
    fc.property(mutation, (change) => {
      if (problemsIn(mutated(change)).length > 0) refused += 1;
    }),
    {numRuns: 300},
  );
  t.true(refused > 150, `${refused} of 300 were refused: the changes do not break enough`);
});

test("a phase whose name is a mapping with a method's name is a problem at its place", (t) => {
  const text = scenarioFixture('valid-whole.yaml').replace(/- name: \w+/, '- name: {toString: one}');
  t.deepEqual(
    problemsIn(text).map((problem) => problem.replace(/^\S+ /, '')),
    ['spec.phases.0.name: expected string, got {"toString":"one"}'],
  );
});

test('a valid file with a piece of its text cut out or put in gives problems with their places', (t) => {
  const cut = fc.record({
    file: fc.nat(),
    from: fc.nat(),
    length: fc.nat({max: 40}),
    text: fc.string({maxLength: 8}),
  });
  t.notThrows(() =>
    fc.assert(
      fc.property(cut, ({file, from, length, text}) => {
        const whole = VALID[file % VALID.length] ?? '';
        const start = from % whole.length;
        problemsIn(whole.slice(0, start) + text + whole.slice(start + length));
      }),
      {numRuns: 200},
    ),
  );
});

test('any text, and any YAML, gives problems with their places', (t) => {
  t.notThrows(() =>
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({unit: 'binary'}),
          fc.string({unit: fc.constantFrom(...Array.from('{}[]:,-#&*!|>\'"%@`? \n\ta1'))}),
          anyValue.map((value) => stringify(value)),
        ),
        (text) => {
          t.not(problemsIn(text).length, 0);
        },
      ),
      {numRuns: 200},
    ),
  );
});

const DEEP = 20_000;
const HUGE: Readonly<Record<string, string>> = {
  'lists in lists': '['.repeat(DEEP),
  'lists in lists that are closed': '['.repeat(DEEP) + ']'.repeat(DEEP),
  'mappings in mappings': '{a: '.repeat(DEEP),
  'blocks in blocks': Array.from({length: 3000}, (_, depth) => `${' '.repeat(depth)}a:`).join('\n'),
  'an alias of itself': 'spec: &a [*a]',
  'an alias of itself in a step': (VALID[0] ?? '').replace(
    '{explain: a, wait: {for: 100ms}}',
    '&a {explain: a, wait: *a}',
  ),
  'aliases of aliases': [
    'a: &a0 [x, x]',
    ...Array.from({length: 40}, (_, n) => `b${n}: &a${n + 1} [*a${n}, *a${n}]`),
  ].join('\n'),
  'an alias of nothing': 'spec: *nothing',
  'keys that are no texts': '? [a, b]\n: 1\n? {c: d}\n: 2\nnull: 3\n1: 4\n',
  'a mapping of several lines as a key': `? expect:\n    - body: {json: {status: success, data: ${'x'.repeat(50)}}}\n`,
  'a key of several lines': '"a\\nb": 1\nspec: {"c\\nd": 1}\n',
  'a tag that nobody knows': 'spec: !unknown {a: 1}',
  'a binary value': 'spec: !!binary aGVsbG8=',
  'a key twice': 'spec: 1\nspec: 2\n',
  'a long text': `spec: ${'x'.repeat(300_000)}`,
  'many keys': Array.from({length: 5000}, (_, n) => `k${n}: ${n}`).join('\n'),
  'many steps': `${(VALID[0] ?? '').split('  finally:')[0]}  finally:\n${'    - {explian: c}\n'.repeat(500)}`,
  'too much of everything': 'a: 1\n'.repeat(600_000),
  'nothing but a comment': '# a',
  'a byte order mark': '\uFEFFkind: Scenario',
};

for (const [what, text] of Object.entries(HUGE)) {
  test(`${what}: problems with their places, and soon`, (t) => {
    const startMs = performance.now();
    t.not(problemsIn(text).length, 0);
    t.true(performance.now() - startMs < 20_000, 'it took too long');
  });
}
