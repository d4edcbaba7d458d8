import test from 'ava';
import {problemText, readYaml} from '../../../src/base/yaml.js';

const TEXT = `# a comment
name: west
spec:
  ports:
    - 80
    - 443
  pool: {first: 1, last: 2}
`;

function only(text: string) {
  const {documents, problems} = readYaml('lab.yaml', text);
  const [source] = documents;
  if (source === undefined || problems.length > 0) throw new Error('not one sound document');
  return source;
}

test('a value, a list item and a part of a flow mapping are found where they stand', (t) => {
  const source = only(TEXT);
  t.deepEqual(source.value, {name: 'west', spec: {ports: [80, 443], pool: {first: 1, last: 2}}});
  t.is(problemText(source.problemAt(['name'], 'bad')), 'lab.yaml:2:7: bad');
  t.is(problemText(source.problemAt(['spec', 'ports', 1], 'bad')), 'lab.yaml:6:7: bad');
  t.is(problemText(source.problemAt(['spec', 'pool', 'last'], 'bad')), 'lab.yaml:7:26: bad');
});

test('a missing value is said at the nearest part above it that is there', (t) => {
  const source = only(TEXT);
  t.is(problemText(source.problemAt(['spec', 'pool', 'size'], 'missing')), 'lab.yaml:7:9: missing');
  t.is(problemText(source.problemAt(['mesh', 'id'], 'missing')), 'lab.yaml:2:1: missing');
});

test('a problem of a key stands at the key', (t) => {
  const source = only(TEXT);
  t.is(problemText(source.problemAtKey(['spec', 'ports'], 'bad')), 'lab.yaml:4:3: bad');
  t.is(problemText(source.problemAtKey(['spec', 'none'], 'bad')), 'lab.yaml:4:3: bad');
});

test('bad syntax is a problem at its place, in one line', (t) => {
  const {problems} = readYaml('lab.yaml', 'a: 1\nb: [1, 2\nc: 3\n');
  const [{line, message, file} = {}] = problems;
  t.is(line, 3);
  t.false(message?.includes('\n'));
  t.is(file, 'lab.yaml');
});

test('of bad syntax the first error is told, and not what follows from it', (t) => {
  const {problems} = readYaml(
    's.yaml',
    'a:\n  - {host: ${west.ingress}, count: 20}\n  - {host: b}\nc: {d: 1}\n',
  );
  t.deepEqual(problems.map(problemText), [
    "s.yaml:2:13: Unexpected flow-map-start at node end; inside {…} a variable wants quotes: '${…}'",
  ]);
});

test('a tab is told with what YAML wants instead', (t) => {
  const {problems} = readYaml('s.yaml', 'a:\n\tb: 1\n');
  t.deepEqual(problems.map(problemText), [
    's.yaml:2:1: Tabs are not allowed as indentation; YAML indents with spaces',
  ]);
});

test('a key that is there twice is a problem at the second one', (t) => {
  const {problems} = readYaml('lab.yaml', 'a: 1\nb: 2\na: 3\n');
  t.deepEqual(problems.map(problemText), ['lab.yaml:3:1: Map keys must be unique']);
});

test('every document has positions of the whole file; one that holds only a comment is none', (t) => {
  const {documents, problems} = readYaml('m.yaml', '# head\n---\na: 1\n---\n# nothing\n---\nb: 2\n');
  t.deepEqual(problems, []);
  t.deepEqual(
    documents.map(({value}) => value),
    [{a: 1}, {b: 2}],
  );
  t.is(problemText(documents[1]?.problemAt(['b'], 'bad') ?? fail()), 'm.yaml:7:4: bad');
});

test('an empty text has no document and no problem', (t) => {
  t.deepEqual(readYaml('e.yaml', '').documents, []);
  t.deepEqual(readYaml('e.yaml', '').problems, []);
});

function fail(): never {
  throw new Error('no second document');
}

for (const [what, text, message] of [
  ['an alias of nothing', 'a: 1\nb: *none\n', /^2:4: Unresolved alias/],
  ['an alias of itself', 'a: 1\nb: &b [*b]\n', /^2:8: nested more than 100 deep$/],
  ['too deep', `a: ${'['.repeat(200)}${']'.repeat(200)}`, /^1:1: nested more than 100 deep$/],
] as const) {
  test(`${what} is a problem, not an exception`, (t) => {
    const {problems} = readYaml('f', text);
    t.is(problems.length, 1);
    t.regex(problems.map(({line, col, message: said}) => `${line}:${col}: ${said}`)[0] ?? '', message);
  });
}
